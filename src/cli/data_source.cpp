#include "cli/data_source.h"

#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "cli/command.h"
#include "cli/numbers.h"
#include "io/files.h"
#include "io/fnv1a.h"

namespace latentpad::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::uint8_t> read_unpacked(const fs::path& path) {
  std::vector<std::uint8_t> bytes = read_file(path.string(), kMaxDigitBytes);
  if (!is_gzip(bytes)) return bytes;
  return in_format(ErrorCode::in_file, {{"path", path.string()}}, [&] { return gunzip(bytes, digits_file_size); });
}

/// The first existing file among the usual names.
fs::path find_idx(const fs::path& folder, const std::string& split, const std::string& what, const std::string& type) {
  const std::string prefix = (split == "test" ? "t10k-" : "train-") + what;
  for (const char* joint : {"-", "."}) {
    for (const char* suffix : {"", ".gz"}) {
      const fs::path path = folder / (prefix + joint + type + suffix);
      if (fs::exists(path)) return path;
    }
  }
  throw std::runtime_error(folder.string() + ": expected MNIST's file " + prefix + "-" + type + ", raw or .gz");
}

}  // namespace

void DataSource::add_options(CLI::App& command, bool required) {
  command.add_option("--data", path, "Folder with MNIST's IDX files (raw or .gz), or a packed digits file")
      ->required(required)
      ->type_name("PATH");
  command.add_option("--split", split, "Which IDX files of the folder to read")
      ->check(CLI::IsMember({"train", "test"}))
      ->capture_default_str();
  add_number<std::size_t>(command, "--validation", validation, "Keep the last N digits out of training and score those",
                          0, kMaxDigitBytes)
      ->type_name("N");
}

Digits DataSource::load() const {
  Digits digits;
  if (fs::is_directory(path)) {
    const fs::path images = find_idx(path, split, "images", "idx3-ubyte");
    const fs::path labels = find_idx(path, split, "labels", "idx1-ubyte");
    const auto parse = [&] { return parse_idx_digits(read_unpacked(images), read_unpacked(labels)); };
    digits = in_format(ErrorCode::in_file, {{"path", path}}, parse);
    digits.name = "MNIST " + split;
  } else {
    digits = in_format(ErrorCode::in_file, {{"path", path}}, [&] { return parse_packed_digits(read_unpacked(path)); });
    digits.name = fs::path(path).filename().string();
  }
  if (validation) {
    if (*validation >= digits.count()) {
      throw UsageError("--validation: expected fewer than the " + std::to_string(digits.count()) +
                       " digits there are, got " + std::to_string(*validation));
    }
    hold_out(digits, *validation);
  }
  return digits;
}

std::vector<NamedPath> DataSource::files() const {
  if (path.empty() || !fs::is_directory(path)) return {{"--data", path}};
  return {{"--data", find_idx(path, split, "images", "idx3-ubyte").string()},
          {"--data", find_idx(path, split, "labels", "idx1-ubyte").string()}};
}

std::string training_checksum(const Digits& digits) {
  Fnv1a hash;
  hash.add(digits.images.data(), digits.train_images().size());
  hash.add(digits.labels.data(), digits.train_count);
  return hash.text();
}

std::size_t exclude_held_out(Digits& digits, const std::string& packed_file) {
  DataSource source;
  source.path = packed_file;
  const Digits other = source.load();
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
