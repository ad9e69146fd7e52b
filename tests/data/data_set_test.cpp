#include "data/data_set.h"

#include <filesystem>

#include "data/data_error.h"
#include "data/write.h"
#include "io/file_writer.h"
#include "io/files.h"
#include "support/catch.h"
#include "support/data_files.h"

namespace latentpad::test::data_data_set_test {

using data::DataError;
using data::ImageFiles;
using data::NamedFile;

namespace {

namespace fs = std::filesystem;

/// A folder of its own, deleted with its content.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_(fs::path(LATENTPAD_TEST_OUTPUT) / ("data_set." + name)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path() const { return path_.string(); }
  /// Writes a file into the folder and returns its path.
  std::string add(const std::string& name, const Bytes& bytes) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    write_file(file.string(), bytes);
    return file.string();
  }

 private:
  fs::path path_;
};

Bytes images(std::uint32_t count, std::uint32_t side = 4) {
  return idx_file(8, {count, side, side}, counting(std::size_t(count) * side * side, 5));
}
Bytes labels(std::uint32_t count, std::uint8_t classes = 10) {
  Bytes values;
  for (std::uint32_t i = 0; i < count; ++i) values.push_back(static_cast<std::uint8_t>(i % classes));
  return idx_file(8, {count}, values);
}

std::string fault(const std::string& path) {
  try {
    data::read_data(path);
  } catch (const std::exception& error) {
    return error.what();
  }
  return "(nothing was thrown)";
}

}  // namespace

TEST_CASE("The labels of an IDX file of images are found beside it, by any of the usual names") {
  for (const auto& [image_name, label_name] :
       {std::pair("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        {"emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-train-labels-idx1-ubyte"},
        {"fashion_mnist_train-images.idx3-ubyte", "fashion_mnist_train-labels.idx1-ubyte.gz"}}) {
    const Folder folder("idx");
    const auto packed = [](const std::string& name, const Bytes& bytes) {
      return name.ends_with(".gz") ? gzip(bytes) : bytes;
    };
    const std::string path = folder.add(image_name, packed(image_name, images(12)));
    folder.add(label_name, packed(label_name, labels(12)));
    folder.add("t10k-images-idx3-ubyte", images(3));
    const ImageFiles read = data::read_data(path);
    CHECK(read.count() == 12);
    CHECK(read.labels.size() == 12);
    CHECK(read.is_transposed == (std::string(image_name).find("emnist-") == 0));
    const Digits digits = data::finish(read, {});
    CHECK(digits.held_out_count() == 2);
    CHECK(digits.name == image_name);
  }
}

TEST_CASE("Images without labels are read, all with the label 0") {
  const Folder folder("alone");
  const Digits digits = data::finish(data::read_data(folder.add("a-images-idx3-ubyte", images(12))), {});
  CHECK(digits.labels == Bytes(12));
  CHECK(digits.train_count == 10);
}

TEST_CASE("A folder with training and test files holds out the test set; .gz beside its content is not read twice") {
  const Folder folder("both");
  for (const auto& [split, count] : {std::pair("train", 12u), {"test", 5u}}) {
    folder.add(std::string("fashion-") + split + "-images-idx3-ubyte", images(count));
    folder.add(std::string("fashion-") + split + "-images-idx3-ubyte.gz", gzip(images(count)));
    folder.add(std::string("fashion-") + split + "-labels-idx1-ubyte", labels(count));
  }
  folder.add(".hidden", {1});
  folder.add("README.txt", bytes_of("text"));
  const Digits digits = data::finish(data::read_data(folder.path() + "/"), {});
  CHECK(digits.count() == 17);
  CHECK(digits.held_out_count() == 5);
}

TEST_CASE("A folder with several data sets is rejected") {
  const Folder folder("several");
  for (const char* prefix : {"emnist-letters-", "emnist-digits-"}) {
    folder.add(std::string(prefix) + "train-images-idx3-ubyte", images(12));
    folder.add(std::string(prefix) + "train-labels-idx1-ubyte", labels(12));
  }
  CHECK_THAT(fault(folder.path()), contains("expected one data set, got 2 with different classes"));
  const Folder twice("twice");
  twice.add("mnist/train-images-idx3-ubyte", images(12));
  twice.add("fashion/train-images.idx3-ubyte", images(12));
  CHECK_THAT(fault(twice.path()), contains("give a folder with one of them"));
}

TEST_CASE("The labels of a .npy file are found beside it") {
  const Folder folder("npy");
  const Bytes pixels = npy_file("|u1", {6, 4, 4}, counting(96, 5)), classes = npy_file("|u1", {6}, {0, 1, 2, 3, 4, 5});
  const std::string x = folder.add("x_train.npy", pixels);
  CHECK(data::read_data(x).labels.empty());
  folder.add("y_train.npy", classes);
  CHECK(data::read_data(x).labels.size() == 6);
  // Two others do not matter if one has the name that belongs to it.
  folder.add("y_test.npy", classes);
  CHECK(data::read_data(x).labels.size() == 6);
  const std::string other = folder.add("pictures.npy", pixels);
  CHECK_THAT(fault(other), contains("expected one file of labels beside it, got 2"));
  const Folder sole("sole");
  sole.add("my_labels.npy", classes);
  CHECK(data::read_data(sole.add("pictures.npy", pixels)).labels.size() == 6);
}

TEST_CASE("Keras' and MedMNIST's .npz files hold out their test sets, and others have images and labels") {
  const Folder folder("npz");
  const auto x = [](std::uint32_t count) { return npy_file("|u1", {count, 4, 4}, counting(16 * count, 3)); };
  const auto y = [](std::uint32_t count) { return npy_file("|u1", {count, 1}, Bytes(count, 2)); };
  const Digits keras = data::finish(
      data::read_data(folder.add(
          "mnist.npz",
          zip_file({{"x_test.npy", x(4)}, {"x_train.npy", x(9)}, {"y_train.npy", y(9)}, {"y_test.npy", y(4)}}))),
      {});
  CHECK(keras.count() == 13);
  CHECK(keras.held_out_count() == 4);
  CHECK(keras.images[3] == 9);
  const Digits med = data::finish(data::read_data(folder.add("med.npz", zip_file({{"train_images.npy", x(9)},
                                                                                  {"train_labels.npy", y(9)},
                                                                                  {"val_images.npy", x(2)},
                                                                                  {"val_labels.npy", y(2)},
                                                                                  {"test_images.npy", x(3)},
                                                                                  {"test_labels.npy", y(3)}}))),
                                  {});
  CHECK(med.held_out_count() == 5);
  const ImageFiles other = data::read_data(folder.add("other.npz", zip_file({{"b.npy", x(9)}, {"a.npy", y(9)}})));
  CHECK(other.count() == 9);
  CHECK(other.labels == Bytes(9, 2));
}

TEST_CASE("Pictures in a folder or a ZIP file have the classes of their folders or prefixes") {
  const auto pictures = [](const std::string& joint) {
    std::vector<ZipEntry> entries;
    for (int i = 0; i < 12; ++i) {
      const std::string class_name = i % 2 == 0 ? "cat" : "ant";
      entries.push_back(
          {class_name + joint + std::to_string(i) + ".png", png_file(5, 6, Bytes(30, static_cast<std::uint8_t>(i)))});
    }
    return entries;
  };
  for (const std::string joint : {"/", "_", "-"}) {
    const Folder folder("pictures");
    const ImageFiles zip = data::read_data(folder.add("set.zip", zip_file(pictures(joint))));
    CHECK(zip.names == std::vector<std::string>{"ant", "cat"});
    CHECK(zip.width == 5);
    CHECK(zip.height == 6);
    const Folder tree("tree");
    for (const ZipEntry& entry : pictures(joint)) tree.add(entry.name, entry.content);
    const ImageFiles loose = data::read_data(tree.path());
    CHECK(loose.images == zip.images);
    CHECK(loose.labels == zip.labels);
  }
}

TEST_CASE("Dark pictures on bright paper are inverted, and those of several sizes are scaled to 28 x 28") {
  const Folder folder("dark");
  Bytes drawn(100, 250);
  drawn[55] = 10;
  folder.add("a/1.png", png_file(10, 10, drawn));
  folder.add("b/2.png", png_file(10, 10, Bytes(100, 255)));
  const ImageFiles read = data::read_data(folder.path());
  CHECK(read.images[55] == 245);
  CHECK(read.images[0] == 5);
  folder.add("b/3.png", png_file(200, 100, Bytes(20'000, 255)));
  const ImageFiles scaled = data::read_data(folder.path());
  CHECK(scaled.width == 28);
  CHECK(scaled.count() == 3);
  CHECK(scaled.notes.size() == 2);
}

TEST_CASE("The classes of a sorted file are in both parts") {
  Bytes classes;
  for (int i = 0; i < 60; ++i) classes.push_back(static_cast<std::uint8_t>(i / 10));
  const Folder folder("sorted");
  folder.add("labels-idx1-ubyte", idx_file(8, {60}, classes));
  const Digits digits = data::finish(data::read_data(folder.add("images-idx3-ubyte", images(60))), {});
  CHECK(digits.held_out_count() == 10);
  // Images 5, 11, 17, … of the file.
  const Bytes held_out(digits.labels.begin() + 50, digits.labels.end());
  CHECK(held_out == Bytes{0, 1, 1, 2, 2, 3, 4, 4, 5, 5});
}

TEST_CASE("Choices: transposed, inverted and a number that is held out") {
  ImageFiles files;
  files.width = 4;
  files.height = 5;
  files.images = counting(20 * 6);
  data::DataChoices choices;
  choices.is_transposed = true;
  choices.is_inverted = true;
  choices.held_out = 2;
  const Digits digits = data::finish(files, choices);
  CHECK(digits.width == 5);
  CHECK(digits.height == 4);
  CHECK(digits.train_count == 4);
  CHECK(digits.images[1] == 255 - 4);
  CHECK(digits.images[5] == 255 - 1);
  files.is_transposed = true;
  CHECK(data::finish(files, {}).width == 5);
  choices.is_transposed = false;
  CHECK(data::finish(files, choices).width == 4);
  choices.held_out = 6;
  CHECK_THAT(message_of<DataError>([&] { data::finish(files, choices); }),
             contains("fewer held-out images than the 6"));
}

TEST_CASE("Written files are read back as they were") {
  Digits digits{"", counting(6 * 4 * 7, 11), {0, 61, 3, 4, 5, 6}, 4};
  digits.width = 7;
  digits.height = 4;
  const Digits packed = parse_packed_digits(data::packed_file(digits));
  CHECK(packed.images == digits.images);
  CHECK(packed.labels == digits.labels);
  CHECK(packed.train_count == 4);
  CHECK(packed.width == 7);
  CHECK(packed.class_names.empty());
  digits.labels = {0, 2, 1, 0, 0, 0};
  digits.class_names = {"cat", "\xff", "a \"b\""};
  CHECK(parse_packed_digits(data::packed_file(digits)).class_names ==
        std::vector<std::string>{"cat", "\xef\xbf\xbd", "a \"b\""});
  digits.class_names = {std::string(70'000, 'a'), "b", "c"};
  CHECK_THAT(message_of<DataError>([&] { data::packed_file(digits); }),
             contains("take 70012 bytes, more than the 65536"));
  digits.labels = {0, 61, 3, 4, 5, 6};
  const data::IdxFiles idx = data::idx_files(digits, 1, 3);
  const Digits part = parse_idx_digits(idx.images, idx.labels);
  CHECK(part.labels == Bytes{61, 3, 4});
  CHECK(part.images == Bytes(digits.images.begin() + 28, digits.images.begin() + 4 * 28));
  CHECK(part.width == 7);
}

TEST_CASE("Packed files keep their split, whatever it is") {
  Digits digits{"", Bytes(6 * 16, 9), Bytes(6, 1), 6};
  digits.width = digits.height = 4;
  const Folder folder("packed");
  CHECK(data::finish(data::read_data(folder.add("a.bin", data::packed_file(digits))), {}).train_count == 6);
  CHECK(data::finish(data::read_data(folder.add("a.bin.gz", gzip(data::packed_file(digits)))), {}).name == "a.bin.gz");
}

TEST_CASE("Wrong files are rejected with their name, the reason and what would work") {
  const Folder folder("wrong");
  const auto wrong = [&](const std::string& name, const Bytes& bytes) { return fault(folder.add(name, bytes)); };
  CHECK_THAT(wrong("page.gz", bytes_of("<!DOCTYPE html>")), contains("page.gz: this is a web page"));
  CHECK_THAT(wrong("a.gz", gzip(bytes_of("<!DOCTYPE html>"))), contains("a: this is a web page"));
  CHECK_THAT(wrong("a.h5", bytes_of("\x89HDF\r\n\x1a\n")),
             contains("HDF5 file (.h5); save its images with numpy.savez"));
  CHECK_THAT(wrong("a.pt", zip_file({{"archive/data.pkl", {1}}, {"archive/data/0", Bytes(64)}})),
             contains("a.pt: this is a PyTorch file"));
  CHECK_THAT(wrong("b.pt", {0x80, 0x02, 0x7d}), contains("numpy.save"));
  CHECK_THAT(wrong("a.txt", bytes_of("nothing\n")), contains("a.txt: this is plain text"));
  CHECK_THAT(wrong("a.dat", {1, 2, 3, 4}), contains("a.dat: of no known kind; expected IDX files, NumPy"));
  CHECK_THAT(wrong("empty", {}), contains("empty: the file is empty"));
  CHECK_THAT(wrong("a.zip", zip_file({{"a.txt", {1}}, {"b.txt", {1}}})), contains("none of its 2 files holds images"));
  CHECK_THAT(wrong("labels-idx1-ubyte", labels(4)), contains("labels without images"));
  CHECK_THAT(fault(folder.path() + "/missing"), contains("missing: No such file"));
  const Folder uneven("uneven");
  uneven.add("a-labels-idx1-ubyte", labels(5));
  CHECK_THAT(fault(uneven.add("a-images-idx3-ubyte", images(6))), contains("expected 6 labels"));
  uneven.add("b-images-idx3-ubyte", images(6, 5));
  CHECK_THAT(fault(uneven.path()), contains("expected labels for all images or for none"));
  const Folder sizes("sizes");
  sizes.add("a.npy", npy_file("|u1", {2, 4, 4}, Bytes(32)));
  sizes.add("b.npy", npy_file("|u1", {2, 5, 5}, Bytes(50)));
  CHECK_THAT(fault(sizes.path()), contains("expected images of 4 x 4"));
  const Folder none("none");
  CHECK_THAT(fault(none.path()), contains("this folder has no files"));
}

}  // namespace latentpad::test::data_data_set_test
