#include "io/digits.h"

#include <algorithm>

#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::digits_test {

namespace {

Bytes idx_images(std::uint32_t count, std::uint32_t rows = 28, std::uint32_t columns = 28) {
  Bytes file = big_endian(0x803) + big_endian(count) + big_endian(rows) + big_endian(columns);
  for (std::size_t i = 0; i < std::size_t(count) * rows * columns; ++i)
    file.push_back(static_cast<std::uint8_t>(i * 7));
  return file;
}

Bytes idx_labels(std::uint32_t count) {
  Bytes file = big_endian(0x801) + big_endian(count);
  for (std::uint32_t i = 0; i < count; ++i) file.push_back(static_cast<std::uint8_t>(i % 10));
  return file;
}

/// The six numbers of a packed file's header: version, count, count for training, rows, columns, length of the names.
Bytes packed_header(const std::vector<std::uint32_t>& fields) {
  Bytes header = bytes_of("LPDIGITS");
  for (const std::uint32_t field : fields) header = header + little_endian(field, 4);
  return header;
}

Bytes packed(std::uint32_t count, std::uint32_t train) {
  return packed_header({1, count, train, 28, 28, 0}) + Bytes(count, 3) + Bytes(count * kDigitPixels, 200);
}

std::string idx_fault(const Bytes& images, const Bytes& labels) {
  return message_of<FormatError>([&] { parse_idx_digits(images, labels); });
}
std::string packed_fault(const Bytes& file) {
  return message_of<FormatError>([&] { parse_packed_digits(file); });
}
std::string size_fault(const Bytes& head) {
  return message_of<FormatError>([&] { digits_file_size(head); });
}

}  // namespace

TEST_CASE("IDX files are parsed, and all digits are for training") {
  const Digits digits = parse_idx_digits(idx_images(12), idx_labels(12));
  CHECK(digits.count() == 12);
  CHECK(digits.train_count == 12);
  CHECK(digits.held_out_count() == 0);
  CHECK(digits.labels[11] == 1);
  CHECK(digits.images.size() == 12 * kDigitPixels);
  CHECK(digits.images[1] == 7);
  CHECK(digits.train_images().size() == digits.images.size());
}

TEST_CASE("Packed digits are parsed, and split as specified in the file") {
  const Digits digits = parse_packed_digits(packed(5, 3));
  CHECK(digits.count() == 5);
  CHECK(digits.train_count == 3);
  CHECK(digits.held_out_count() == 2);
  CHECK(digits.labels == Bytes(5, 3));
  CHECK(digits.images == Bytes(5 * kDigitPixels, 200));
  CHECK(digits.train_images().size() == 3 * kDigitPixels);
  CHECK(digits.held_out_images().size() == 2 * kDigitPixels);
  CHECK(digits.held_out_images().data() == digits.images.data() + 3 * kDigitPixels);
}

TEST_CASE("Class names at the end of a packed file are read, and kept with a choice of labels") {
  const auto named = [](std::uint32_t version, const std::string& names, std::uint8_t label = 2) {
    return packed_header({version, 3, 2, 4, 4, static_cast<std::uint32_t>(names.size())}) + Bytes{0, 1, label} +
           Bytes(3 * 16, 200) + bytes_of(names);
  };
  const Digits digits = parse_packed_digits(named(2, R"(["a","고양이","Ankle boot","unused"])"));
  CHECK(digits.class_names == std::vector<std::string>{"a", "고양이", "Ankle boot", "unused"});
  CHECK(digits.images == Bytes(3 * 16, 200));
  CHECK(digits.labels == Bytes{0, 1, 2});
  const std::vector<std::uint32_t> chosen = {1};
  CHECK(choose_labels(digits, chosen).class_names == digits.class_names);
  CHECK(digits_file_size(named(2, R"(["a","b","c"])")) == 32 + 3 + 48 + 13);

  CHECK_THAT(packed_fault(named(1, R"(["a","b","c"])")), contains("expected version 1, or 2 with at most 65536 bytes"));
  CHECK_THAT(packed_fault(named(2, "")), contains("got version 2 and 0 bytes"));
  CHECK_THAT(packed_fault(named(2, std::string(65537, ' '))), contains("got version 2 and 65537 bytes"));
  CHECK_THAT(packed_fault(named(2, R"(["a","b"])")), contains("expected a JSON array of 3 to 62 class names, got 2"));
  CHECK_THAT(packed_fault(named(2, R"(["a","b",3])")), contains("class names, got 0"));
  CHECK_THAT(packed_fault(named(2, R"({"a":"b"})")), contains("class names, got 0"));
  CHECK_THAT(packed_fault(named(2, R"(["a","b",)")), contains("packed file: class names: "));
  CHECK_THAT(packed_fault(named(2, "[\"\xff\",\"b\",\"c\"]")), contains("packed file: class names: "));
  CHECK_THAT(packed_fault(named(2, R"(["a","b","c"])", 62)), contains("expected labels from 0 to 61, got 62"));
}

TEST_CASE("The last digits are held out, and at least one is left") {
  Digits digits = parse_idx_digits(idx_images(12), idx_labels(12));
  hold_out(digits, 4);
  CHECK(digits.train_count == 8);
  CHECK(digits.held_out_count() == 4);
  hold_out(digits, 0);
  CHECK(digits.held_out_count() == 0);
  hold_out(digits, 11);
  CHECK(digits.train_count == 1);
  CHECK_THAT(message_of<std::invalid_argument>([&] { hold_out(digits, 12); }),
             contains("expected fewer than the 12 images there are, got 12"));
  CHECK(digits.train_count == 1);
}

TEST_CASE("IDX files with another magic number are rejected") {
  const auto with_magic = [](std::uint32_t magic) {
    const Bytes images = idx_images(2);
    return idx_fault(big_endian(magic) + Bytes(images.begin() + 4, images.end()), idx_labels(2));
  };
  // Little-endian, no dimension, four dimensions, floats, and labels in place of images.
  for (const std::uint32_t magic : {0x03080000u, 0x00000800u, 0x00000804u, 0x00000D03u, 0x00000801u, 0x01000803u}) {
    CHECK_THAT(with_magic(magic), contains("IDX images: expected the magic number 0x00000803, got 0x"));
  }
  CHECK_THAT(idx_fault(idx_images(2), idx_images(2)),
             contains("IDX labels: expected the magic number 0x00000801, got 0x00000803"));
  CHECK_THAT(idx_fault({}, idx_labels(2)), contains("the file is empty"));
  CHECK_THAT(idx_fault({0, 0, 8}, idx_labels(2)), contains("got 3 bytes"));
}

TEST_CASE("Truncated, empty and excessive IDX headers are rejected") {
  CHECK_THAT(idx_fault(big_endian(0x803) + Bytes(11), idx_labels(1)),
             contains("expected a header of 16 bytes, got 15"));
  CHECK_THAT(idx_fault(idx_images(0), idx_labels(0)), contains("at least one example"));
  CHECK_THAT(idx_fault(idx_images(1, 0, 28), idx_labels(1)), contains("a size of 0"));
  // 4·10^9 digits; and sizes whose product is 2^64, which is 0 in 64 bits.
  const auto sizes = [](std::uint32_t count, std::uint32_t rows, std::uint32_t columns) {
    return idx_fault(big_endian(0x803) + big_endian(count) + big_endian(rows) + big_endian(columns) + Bytes(784),
                     idx_labels(1));
  };
  CHECK_THAT(sizes(4'000'000'000u, 28, 28), contains("more than 1 GB"));
  CHECK_THAT(sizes(0x80000000u, 0x80000000u, 4), contains("more than 1 GB"));
  CHECK_THAT(sizes(0xffffffffu, 0xffffffffu, 0xffffffffu), contains("more than 1 GB"));
  // 784 bytes in a size_t of 32 bits.
  CHECK_THAT(sizes((1u << 28) + 1, 28, 28), contains("more than 1 GB"));
}

TEST_CASE("IDX files longer or shorter than specified in their header are rejected") {
  Bytes images = idx_images(2), labels = idx_labels(2);
  images.push_back(0);
  CHECK_THAT(idx_fault(images, labels), contains("IDX images: expected 1584 bytes by its header, got 1585"));
  images.resize(1583);
  CHECK_THAT(idx_fault(images, labels), contains("got 1583"));
  labels.push_back(0);
  CHECK_THAT(idx_fault(idx_images(2), labels), contains("IDX labels: expected 10 bytes by its header, got 11"));
  labels.resize(9);
  CHECK_THAT(idx_fault(idx_images(2), labels), contains("got 9"));
}

TEST_CASE("IDX files that do not match or have no digits are rejected") {
  CHECK_THAT(idx_fault(idx_images(2), idx_labels(3)), contains("got 3 labels and 2 images"));
  CHECK_THAT(idx_fault(idx_images(2, 3, 28), idx_labels(2)),
             contains("expected a width and a height from 4 to 64, got 28 x 3"));
  CHECK_THAT(idx_fault(idx_images(2, 28, 65), idx_labels(2)), contains("got 65 x 28"));
  Bytes labels = idx_labels(5);
  labels[8 + 3] = 62;
  CHECK_THAT(idx_fault(idx_images(5), labels), contains("expected labels from 0 to 61, got 62 at image 3"));
}

TEST_CASE("Packed files with another header are rejected") {
  CHECK_THAT(packed_fault(Bytes(4)), contains("expected the file to begin with \"LPDIGITS\""));
  CHECK_THAT(packed_fault(bytes_of("LPDIGITs") + Bytes(1000)), contains("begin with \"LPDIGITS\""));
  CHECK_THAT(packed_fault(bytes_of("LPDIGITS") + Bytes(23)), contains("expected a header of 32 bytes, got 31"));
  CHECK_THAT(packed_fault(packed_header({2, 1, 1, 28, 28, 0})), contains("got version 2"));
  CHECK_THAT(packed_fault(packed_header({1, 1, 1, 3, 28, 0})), contains("from 4 to 64, got 28 x 3"));
  CHECK_THAT(packed_fault(packed_header({1, 1, 1, 28, 65, 0})), contains("from 4 to 64, got 65 x 28"));
  CHECK_THAT(packed_fault(packed_header({1, 1, 1, 28, 28, 1})), contains("expected version 1"));
  CHECK_THAT(packed_fault(packed_header({1, 0, 0, 28, 28, 0})), contains("got 0 of 0"));
  CHECK_THAT(packed_fault(packed_header({1, 5, 0, 28, 28, 0})), contains("got 0 of 5"));
  CHECK_THAT(packed_fault(packed_header({1, 5, 6, 28, 28, 0})), contains("got 6 of 5"));
  CHECK_THAT(packed_fault(packed_header({1, 0xffffffffu, 1, 28, 28, 0})), contains("got 1 of 4294967295"));
}

TEST_CASE("Packed files longer or shorter than specified in their header are rejected") {
  Bytes file = packed(3, 2);
  const std::string expected = "expected " + std::to_string(32 + 3 * 785) + " bytes by its header, got ";
  file.push_back(0);
  CHECK_THAT(packed_fault(file), contains(expected + std::to_string(32 + 3 * 785 + 1)));
  file.resize(file.size() - 2);
  CHECK_THAT(packed_fault(file), contains(expected + std::to_string(32 + 3 * 785 - 1)));
  Bytes mislabelled = packed(3, 2);
  mislabelled[32 + 1] = 62;
  CHECK_THAT(packed_fault(mislabelled), contains("packed file: expected labels from 0 to 61, got 62 at image 1"));
}

TEST_CASE("A file's size is determined from its first bytes") {
  const auto head_of = [](const Bytes& file) { return Bytes(file.begin(), file.begin() + 32); };
  CHECK(digits_file_size(head_of(idx_images(12))) == 16 + 12 * 784);
  CHECK(digits_file_size(head_of(idx_labels(60))) == 68);
  CHECK(digits_file_size(head_of(packed(5, 3))) == 32 + 5 * 785);
}

TEST_CASE("The size of other files is unknown") {
  CHECK_THAT(size_fault({}), contains("the file is empty"));
  CHECK_THAT(size_fault(bytes_of("<!DOCTYPE html>")), contains("this is a web page"));
  CHECK_THAT(size_fault({1, 2, 3, 4}), contains("got 0x01020304"));
  CHECK_THAT(size_fault(bytes_of("LPDIGITS")), contains("expected a header of 32 bytes"));
  CHECK_THAT(size_fault(big_endian(0x803) + big_endian(60'000)), contains("expected a header of 16 bytes"));
  CHECK_THAT(size_fault(big_endian(0x803) + big_endian(4'000'000'000u) + big_endian(28) + big_endian(28)),
             contains("more than 1 GB"));
}

TEST_CASE("Choosing labels keeps the order of digits and the split") {
  Digits digits = parse_idx_digits(idx_images(25), idx_labels(25));
  hold_out(digits, 10);
  digits.name = "MNIST";
  const std::vector<std::uint32_t> labels = {1, 7};
  const Digits chosen = choose_labels(digits, labels);
  CHECK(chosen.labels == std::vector<std::uint8_t>{1, 7, 1, 7, 1});
  CHECK(chosen.train_count == 3);
  CHECK(chosen.name == "MNIST");
  CHECK(std::equal(chosen.images.begin() + kDigitPixels, chosen.images.begin() + 2 * kDigitPixels,
                   digits.images.begin() + 7 * kDigitPixels));
  CHECK(chosen.images.size() == 5 * kDigitPixels);
}

TEST_CASE("A choice without training digits is rejected") {
  Digits digits = parse_idx_digits(idx_images(12), idx_labels(12));
  hold_out(digits, 5);
  const std::vector<std::uint32_t> labels = {8, 9};
  CHECK_THAT(message_of<std::invalid_argument>([&] { choose_labels(digits, labels); }),
             contains("digits: expected training images labelled 8, 9, got none of them among 7"));
}

TEST_CASE("images of one's own have any size from 4 x 4 to 64 x 64 and a label each", "[io]") {
  const Digits set = labelled_images(Bytes(3 * 5 * 9, 7), Bytes{0, 9, 4}, 5, 9);
  CHECK(set.count() == 3);
  CHECK(set.train_count == 3);
  CHECK(set.pixels() == 45);
  CHECK(set.image_size() == ImageSize{5, 9});
  CHECK(labelled_images(Bytes(4096, 1), Bytes{1}, 64, 64).pixels() == 4096);
  const auto fault = [](std::size_t pixels, const Bytes& labels, std::size_t width, std::size_t height) {
    return message_of<ArgumentError>([&] { labelled_images(Bytes(pixels), labels, width, height); });
  };
  CHECK(fault(12, {1}, 3, 4) == "images: expected a width and a height from 4 to 64, got 3 x 4");
  CHECK(fault(260, {1}, 4, 65) == "images: expected a width and a height from 4 to 64, got 4 x 65");
  CHECK(fault(33, {1, 2}, 4, 4) == "images: expected 32 pixels for 2 labels, got 33");
  CHECK(fault(0, {}, 4, 4) == "images: expected 16 pixels for 0 labels, got 0");
  CHECK(message_of<FormatError>([&] { labelled_images(Bytes(16), Bytes{62}, 4, 4); }) ==
        "images: expected labels from 0 to 61, got 62 at image 0");
}

TEST_CASE("IDX and packed files have images of 4 to 64 rows and columns, and up to 62 classes") {
  for (const auto& [rows, columns] : {std::pair<std::uint32_t, std::uint32_t>{4, 64}, {64, 4}, {12, 20}}) {
    Bytes labels = idx_labels(3);
    labels.back() = 61;
    const Digits idx = parse_idx_digits(idx_images(3, rows, columns), labels);
    CHECK(idx.image_size() == ImageSize{static_cast<Index>(columns), static_cast<Index>(rows)});
    CHECK(idx.images.size() == 3 * rows * columns);
    CHECK(idx.labels.back() == 61);
    const Bytes file = packed_header({1, 3, 2, rows, columns, 0}) + Bytes(3, 61) + Bytes(3 * rows * columns, 9);
    const Digits packed_set = parse_packed_digits(file);
    CHECK(packed_set.image_size() == idx.image_size());
    CHECK(packed_set.held_out_images().size() == rows * columns);
    CHECK(digits_file_size(Bytes(file.begin(), file.begin() + 32)) == file.size());
  }
}

TEST_CASE("A conditional model rejects data with a label that it is not told, and others accept it") {
  Digits digits = parse_idx_digits(idx_images(5), idx_labels(5));
  digits.labels[3] = 10;
  ModelConfig config;
  CHECK(digits.train_examples(config).size() == digits.images.size());
  config.model = "cvae";
  CHECK(message_of<ArgumentError>([&] { digits.train_examples(config); }) ==
        "labels: the model has 10 labels and the data 11 classes, image 3 has the label 10; make a model with labels = "
        "11, or use data of fewer classes or a model without labels");
  config.labels = 11;
  CHECK(digits.train_examples(config).size() == 5 * (kDigitPixels + 11));
  digits.labels[3] = 9;
  config.labels = 0;
  CHECK(digits.train_examples(config).size() == 5 * (kDigitPixels + 10));
}

TEST_CASE("There are as many classes as the largest label says") {
  Digits digits = parse_idx_digits(idx_images(5), idx_labels(5));
  CHECK(digits.class_count() == 5);
  digits.labels[3] = 61;
  CHECK(digits.class_count() == 62);
  CHECK(Digits{}.class_count() == 0);
}

TEST_CASE("The classifier's labels are the ten digits") {
  Digits digits = parse_idx_digits(idx_images(12), idx_labels(12));
  CHECK_NOTHROW(expect_digit_labels(digits));
  digits.labels[11] = 10;
  CHECK(message_of<ArgumentError>([&] { expect_digit_labels(digits); }) ==
        "labels: expected the digits 0 to 9, got 10 at image 11; the classifier scores images of digits only");
}

TEST_CASE("All ten labels stand for all images, also those of further classes") {
  Digits digits = parse_idx_digits(idx_images(5), idx_labels(5));
  digits.labels[3] = 40;
  const std::vector<std::uint32_t> all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, some = {0, 1};
  CHECK(is_every_label(all));
  CHECK(!is_every_label(some));
  CHECK(choose_labels(digits, all).count() == 5);
  CHECK(choose_labels(digits, some).count() == 2);
}

}  // namespace latentpad::test::digits_test
