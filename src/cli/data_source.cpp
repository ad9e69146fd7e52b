#include "cli/data_source.h"

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "cli/command.h"
#include "cli/numbers.h"
#include "data/data_set.h"
#include "io/files.h"
#include "io/fnv1a.h"

namespace latentpad::cli {
namespace {

namespace fs = std::filesystem;

/// Whether the folder has files with MNIST's names, of which --split chooses two.
bool is_mnist_folder(const std::string& path) {
  if (!fs::is_directory(path)) return false;
  for (const char* split : {"train", "test"}) {
    for (const char* what : {"images", "labels"}) {
      if (data::mnist_file(path, split, what)) return true;
    }
  }
  return false;
}

std::string find_idx(const std::string& folder, const std::string& split, const std::string& what) {
  if (const auto path = data::mnist_file(folder, split, what)) return *path;
  throw std::runtime_error(folder + ": expected MNIST's file " + (split == "test" ? "t10k-" : "train-") + what + "-" +
                           (what == "images" ? "idx3" : "idx1") + "-ubyte, raw or .gz");
}

std::string size_text(const Digits& digits) {
  return std::to_string(digits.width) + " x " + std::to_string(digits.height);
}

/// The held-out images alone.
void keep_held_out(Digits& digits) {
  const auto images = digits.held_out_images();
  digits.images = std::vector<std::uint8_t>(images.begin(), images.end());
  digits.labels.erase(digits.labels.begin(), digits.labels.begin() + static_cast<std::ptrdiff_t>(digits.train_count));
  digits.train_count = digits.count();
}

}  // namespace

void DataSource::add_options(CLI::App& command, bool required) {
  command
      .add_option("--data", path,
                  "Images: IDX, NumPy, CSV or packed file, raw or .gz; ZIP file or folder of these or of pictures")
      ->required(required)
      ->type_name("PATH");
  command
      .add_option("--split", split,
                  "Which of MNIST's IDX files in a folder to read; of other data, test is its held-out images")
      ->check(CLI::IsMember({"train", "test"}))
      ->capture_default_str();
  add_number<std::size_t>(command, "--validation", validation, "Keep the last N images out of training and score those",
                          0, kMaxDigitBytes)
      ->type_name("N");
}

Digits DataSource::load() const {
  const bool is_mnist = is_mnist_folder(path);
  data::ImageFiles files;
  if (is_mnist) {
    files = data::read_files("MNIST " + split, {find_idx(path, split, "images"), find_idx(path, split, "labels")});
    files.keeps_split = true;
  } else {
    files = data::read_data(path);
  }
  for (const std::string& note : files.notes) std::fprintf(stderr, "%s: %s\n", path.c_str(), note.c_str());
  const bool is_whole = files.keeps_split;
  Digits digits = data::finish(std::move(files), {});
  if (split == "test" && !is_whole && digits.held_out_count() > 0) keep_held_out(digits);
  if (validation) {
    if (*validation >= digits.count()) {
      throw UsageError("--validation: expected fewer than the " + std::to_string(digits.count()) +
                       " images there are, got " + std::to_string(*validation));
    }
    hold_out(digits, *validation);
  }
  return digits;
}

std::vector<NamedPath> DataSource::files() const {
  if (path.empty()) return {};
  if (is_mnist_folder(path)) {
    return {{"--data", find_idx(path, split, "images")}, {"--data", find_idx(path, split, "labels")}};
  }
  std::vector<NamedPath> files;
  for (const std::string& file : data::data_files(path)) files.push_back({"--data", file});
  return files;
}

std::string training_checksum(const Digits& digits) {
  Fnv1a hash;
  hash.add(digits.images.data(), digits.train_images().size());
  hash.add(digits.labels.data(), digits.train_count);
  return hash.text();
}

std::size_t exclude_held_out(Digits& digits, const std::string& path) {
  DataSource source;
  source.path = path;
  const Digits other = source.load();
  if (other.width != digits.width || other.height != digits.height) {
    throw UsageError("--exclude: expected images of " + size_text(digits) + " as those of --data, got " +
                     size_text(other));
  }
  const std::size_t size = digits.pixels();
  const auto image = [size](const std::vector<std::uint8_t>& images, std::size_t n) {
    return std::string_view(reinterpret_cast<const char*>(images.data()) + n * size, size);
  };
  std::unordered_set<std::string_view> held_out;
  for (std::size_t n = other.train_count; n < other.count(); ++n) held_out.insert(image(other.images, n));
  Digits kept;
  kept.name = digits.name;
  kept.width = digits.width;
  kept.height = digits.height;
  for (std::size_t n = 0; n < digits.count(); ++n) {
    const std::string_view pixels = image(digits.images, n);
    if (n < digits.train_count && held_out.count(pixels) > 0) continue;
    kept.images.insert(kept.images.end(), pixels.begin(), pixels.end());
    kept.labels.push_back(digits.labels[n]);
    if (n < digits.train_count) ++kept.train_count;
  }
  const std::size_t excluded = digits.count() - kept.count();
  digits = std::move(kept);
  return excluded;
}

}  // namespace latentpad::cli
