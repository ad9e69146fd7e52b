#include "data/pictures.h"

#include "data/data_error.h"
#include "support/catch.h"
#include "support/data_files.h"

namespace latentpad::test::data_pictures_test {

using data::decode_picture;
using data::Size;

namespace {

std::string fault(const Bytes& file) {
  return message_of<data::DataError>([&] { decode_picture("a.png", file); });
}

}  // namespace

TEST_CASE("Grey pixels of PNG and BMP keep their values, colours become luma") {
  const Bytes grey = counting(6 * 5, 8);
  const data::GreyPicture picture = decode_picture("a", png_file(6, 5, grey));
  CHECK(picture.size == Size{6, 5});
  CHECK(picture.grey == grey);
  Bytes rgb;
  for (const std::uint8_t value : grey) rgb = rgb + Bytes(3, value);
  CHECK(decode_picture("a", png_file(6, 5, rgb, 3)).grey == grey);
  CHECK(decode_picture("a", bmp_file(6, 5, rgb)).grey == grey);
  CHECK(decode_picture("a", png_file(3, 1, {255, 0, 0, 0, 255, 0, 0, 0, 255}, 3)).grey == Bytes{76, 149, 28});
}

TEST_CASE("GIF files are decoded") {
  // A black pixel.
  const Bytes gif = {0x47, 0x49, 0x46, 0x38, 0x37, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00,
                     0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0x2c, 0x00, 0x00, 0x00, 0x00,
                     0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b};
  CHECK(decode_picture("a", gif).grey == Bytes{0});
}

TEST_CASE("Transparent parts are white") {
  CHECK(decode_picture("a", png_file(3, 1, {0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 128}, 4)).grey == Bytes{255, 0, 127});
}

TEST_CASE("Pictures that are damaged, too large or WebP are rejected") {
  const Bytes file = png_file(6, 5, counting(30, 8));
  CHECK(data::is_picture(file));
  for (std::size_t size = 8; size < file.size() - 12; ++size) {
    CHECK_THAT(fault({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)}), contains("cannot be decoded"));
  }
  CHECK_THAT(fault(png_file(5000, 1, Bytes(5000))), contains("at most 4096 pixels a side, got 5000 x 1"));
  CHECK_THAT(fault(bmp_file(4097, 1, Bytes(3 * 4097))), contains("a.png: "));
  CHECK_THAT(fault(bytes_of("RIFF____WEBPVP8 and more")), contains("WebP pictures are not read"));
  CHECK_THAT(fault(bytes_of("\xff\xd8\xff\xe0 and no more than that")), contains("cannot be decoded"));
}

TEST_CASE("The mean of the edges shows whether ink is dark") {
  data::Edges edges;
  Bytes bright(25, 255);
  bright[12] = 0;
  edges.add({{5, 5}, bright});
  CHECK(edges.are_bright());
  edges.add({{5, 5}, Bytes(25, 0)});
  CHECK(!edges.are_bright());
}

TEST_CASE("The class of a picture is its folder or prefix; the folders of a split are no classes") {
  const auto place = [](const char* name) {
    const data::PicturePlace found = data::class_of_picture(name);
    return found.folder + "|" + found.prefix;
  };
  CHECK(place("set/cat/1.png") == "cat|");
  CHECK(place("set/cat/dog_1.png") == "cat|dog");
  CHECK(place("a-b_c.png") == "|a");
  CHECK(place("_a.png") == "|");
  CHECK(place("set/train/7_1.png") == "|7");
  CHECK(place("set/Test/7_1.png") == "|7");
}

}  // namespace latentpad::test::data_pictures_test
