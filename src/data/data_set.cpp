#include "data/data_set.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "base/error.h"
#include "data/classes.h"
#include "data/csv.h"
#include "data/data_error.h"
#include "data/from_arrays.h"
#include "data/from_pictures.h"
#include "data/held_out.h"
#include "data/idx.h"
#include "data/npy.h"
#include "data/pictures.h"
#include "data/text.h"
#include "io/file_kind.h"
#include "io/files.h"

namespace latentpad::data {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReadable =
    "expected IDX files, NumPy (.npy, .npz), CSV, a packed file (.bin), or pictures (PNG, JPEG, BMP, GIF), also in a "
    "ZIP "
    "file or a folder";

std::string without_suffix(std::string name, std::string_view suffix) {
  if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name;
}

/// The file or folder's own name, also of "." and "folder/".
std::string name_of(const std::string& path) {
  fs::path whole = fs::absolute(path).lexically_normal();
  if (whole.filename().empty()) whole = whole.parent_path();
  return whole.filename().string();
}

/// Every text with its first occurrence of `from` replaced, if it occurs.
std::optional<std::string> replaced(const std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return std::nullopt;
  return text.substr(0, at) + std::string(to) + text.substr(at + from.size());
}

void append(std::vector<NamedFile>& all, std::vector<NamedFile> files) {
  for (NamedFile& file : files) all.push_back(std::move(file));
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// The file itself, without .gz, or with it: the first that exists.
std::optional<fs::path> existing(const fs::path& folder, const std::string& name) {
  const std::string raw = without_suffix(name, ".gz");
  for (const std::string& one : {name, raw, raw + ".gz"}) {
    if (is_file(folder / one)) return folder / one;
  }
  return std::nullopt;
}

/// The labels beside an IDX file of images: "images" is "labels" and "idx3" is "idx1".
std::optional<fs::path> idx_labels(const fs::path& images) {
  const std::string name = images.filename().string();
  const auto labels = replaced(name, "images", "labels");
  if (!labels) return std::nullopt;
  return existing(images.parent_path(), replaced(*labels, "idx3", "idx1").value_or(*labels));
}

/// The labels beside a .npy file of images: the same name with "labels" for "images" or "y" for "x"; otherwise the only
/// *labels*.npy or y*.npy in the folder.
std::optional<fs::path> npy_labels(const fs::path& images) {
  const std::string name = images.filename().string();
  const fs::path folder = images.parent_path();
  for (const auto& [from, to] : {std::pair("images", "labels"),
                                 {"Images", "Labels"},
                                 {"x_", "y_"},
                                 {"X_", "y_"},
                                 {"X_", "Y_"},
                                 {"x.", "y."},
                                 {"X.", "y."},
                                 {"X.", "Y."}}) {
    const auto labels = replaced(name, from, to);
    if (labels && is_file(folder / *labels)) return folder / *labels;
  }
  std::vector<fs::path> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.empty() ? fs::path(".") : folder, error)) {
    const std::string other = lower(entry.path().filename().string());
    if (other == lower(name) || !other.ends_with(".npy") || !is_file(entry.path())) continue;
    if (other.starts_with('y') || other.find("labels") != std::string::npos) found.push_back(entry.path());
  }
  // y.npy itself is no set of images that has labels.
  const bool are_labels = lower(name).starts_with('y') || lower(name).find("labels") != std::string::npos;
  if (are_labels || found.empty()) return std::nullopt;
  if (found.size() == 1) return found[0];
  throw DataError(images.string() + ": expected one file of labels beside it, got " + std::to_string(found.size()) +
                  " such as " + found[0].filename().string() +
                  "; put images and labels into a folder of their own and give that");
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::uint64_t bytes = 0;
  fs::recursive_directory_iterator entry(folder), end;
  for (; entry != end; ++entry) {
    const std::string relative = entry->path().lexically_relative(folder).string();
    if (is_unused(entry->is_directory() ? relative + "/x" : relative)) {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    files.push_back(entry->path().string());
    bytes += entry->file_size();
    if (files.size() > kMaxFiles) {
      throw DataError(folder.string() + ": more than the " + std::to_string(kMaxFiles) +
                      " files that are read; give a folder with fewer images");
    }
  }
  std::sort(files.begin(), files.end());
  // The packed file beside its content, as some programs leave them.
  const auto is_copy = [&](const std::string& file) {
    return file.ends_with(".gz") && std::binary_search(files.begin(), files.end(), without_suffix(file, ".gz"));
  };
  std::vector<std::string> kept;
  for (const std::string& file : files) {
    if (is_copy(file)) bytes -= fs::file_size(file);
    else kept.push_back(file);
  }
  if (bytes > kMaxBytes) {
    throw DataError(folder.string() + ": more than the " + std::to_string(kMaxBytes >> 20) +
                    " MiB that are read; give a folder with fewer images, or one of its files");
  }
  return kept;
}

/// The names in a file kClassNamesFile, if there is one.
std::vector<std::string> class_names_in(const std::vector<NamedFile>& files) {
  for (const NamedFile& file : files) {
    if (file_part(file.name) == kClassNamesFile) return read_class_names(file.bytes);
  }
  return {};
}

/// Throws an error about a file that is not read, with what would work.
[[noreturn]] void throw_unknown(const NamedFile& file) {
  try {
    expect_not_other_than_digits(file.bytes);
  } catch (const FormatError& error) {
    const ErrorCode code = error.code();
    std::string advice;
    if (code == ErrorCode::file_is_pytorch) {
      advice =
          "this is a PyTorch file or a Python pickle; save its images with numpy.save(\"images.npy\", images.numpy())";
    } else if (code == ErrorCode::file_is_hdf5) {
      advice = "this is an HDF5 file (.h5); save its images with numpy.savez(\"images.npz\", x_train=…, y_train=…)";
    } else {
      advice = error.what();
    }
    throw DataError(file.name + ": " + advice);
  }
  throw DataError(file.name + ": of no known kind; " + kReadable);
}

std::vector<std::uint8_t> transposed(std::span<const std::uint8_t> image, std::size_t width, std::size_t height) {
  std::vector<std::uint8_t> out(image.size());
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) out[x * height + y] = image[y * width + x];
  }
  return out;
}

ImageFiles from_packed(const std::string& name, const NamedFile& file) {
  Digits digits = in_format(ErrorCode::in_file, {{"path", file.name}}, [&] { return parse_packed_digits(file.bytes); });
  ImageFiles files;
  files.name = name;
  files.width = digits.width;
  files.height = digits.height;
  files.images = std::move(digits.images);
  files.names = std::move(digits.class_names);
  if (files.names.empty()) {
    const int most = *std::max_element(digits.labels.begin(), digits.labels.end());
    for (int label = 0; label <= most; ++label) files.names.push_back(std::to_string(label));
  }
  files.labels = std::move(digits.labels);
  files.test_count = files.labels.size() - digits.train_count;
  files.keeps_split = true;
  return files;
}

}  // namespace

void expect_one_data_set(const std::vector<std::string>& names) {
  std::map<std::string, std::string> prefixes, files;
  for (const std::string& name : names) {
    std::string file = without_suffix(lower(file_part(name)), ".gz");
    if (file.find("idx3") == std::string::npos) continue;
    std::replace(file.begin(), file.end(), '.', '-');
    const auto [same, is_new] = files.emplace(file, name);
    if (!is_new) {
      throw DataError("expected one data set, got " + same->second + " and " + name +
                      "; give a folder with one of them");
    }
    for (const std::string_view split : {"train-images", "test-images", "t10k-images"}) {
      const std::size_t at = file.find(split);
      if (at != std::string::npos) prefixes.emplace(file.substr(0, at), name);
    }
  }
  if (prefixes.size() < 2) return;
  std::string found;
  for (const auto& [prefix, name] : prefixes) found += (found.empty() ? "" : ", ") + name;
  throw DataError("expected one data set, got " + std::to_string(prefixes.size()) + " with different classes (" +
                  found + "); give one of these files, or a folder with one data set");
}

std::vector<std::string> data_files(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return files_in(path);
  const fs::path file(path);
  std::optional<fs::path> labels;
  if (is_file(file)) {
    const std::string name = lower(file.filename().string());
    if (name.find("idx3") != std::string::npos) labels = idx_labels(file);
    else if (name.ends_with(".npy")) labels = npy_labels(file);
  }
  if (labels) return {path, labels->string()};
  return {path};
}

ImageFiles read_images(const std::string& name, std::vector<NamedFile> files) {
  std::vector<NamedFile> arrays, tables, pictures, others;
  const std::size_t count = files.size();
  for (NamedFile& file : files) {
    // A ZIP file of PyTorch: weights, not images.
    if (file.name.ends_with("data.pkl")) throw_unknown({name, {0x80, 0x02}});
    if (is_packed_digits(file.bytes)) return from_packed(name, file);
    if (is_idx(file.bytes) || is_npy(file.bytes)) arrays.push_back(std::move(file));
    else if (is_picture(file.bytes)) pictures.push_back(std::move(file));
    else if (is_csv(file.bytes)) tables.push_back(std::move(file));
    else others.push_back(std::move(file));
  }
  std::vector<std::string> names;
  for (const NamedFile& file : arrays) names.push_back(file.name);
  expect_one_data_set(names);
  if (!arrays.empty() || (!tables.empty() && pictures.empty())) {
    std::vector<NamedArray> read;
    for (NamedFile& file : arrays.empty() ? tables : arrays) {
      if (arrays.empty()) {
        for (NamedArray& array : read_csv(file.name, file.bytes)) read.push_back(std::move(array));
      } else {
        read.push_back(is_npy(file.bytes) ? read_npy(file.name, file.bytes) : read_idx(file.name, file.bytes));
      }
      file.bytes = {};
    }
    return from_arrays(name, std::move(read), arrays.empty() ? std::vector<std::string>() : class_names_in(others));
  }
  if (!pictures.empty()) return from_pictures(name, std::move(pictures));
  if (count == 1) throw_unknown(others[0]);
  throw DataError(name + ": none of its " + std::to_string(count) + " files holds images; " + kReadable);
}

ImageFiles read_data(const std::string& path) {
  const std::vector<std::string> paths = data_files(path);
  const std::string name = name_of(path);
  std::error_code error;
  if (!fs::is_directory(path, error)) return read_files(name, paths);
  std::vector<std::string> names;
  for (const std::string& one : paths) names.push_back(name + "/" + fs::path(one).lexically_relative(path).string());
  expect_one_data_set(names);
  std::vector<NamedFile> files;
  Allowance left;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    append(files, unpack({names[i], read_file(paths[i], kMaxBytes)}, left, expect_one_data_set));
  }
  if (files.empty()) throw DataError(path + ": this folder has no files; " + kReadable);
  ImageFiles read = read_images(name, std::move(files));
  if (mnist_file(path, "train", "images")) {
    // With these names the data set may be any, also one that was converted into a folder named "emnist".
    read.is_transposed = false;
    read.keeps_split = true;
  }
  return read;
}

ImageFiles read_files(const std::string& name, const std::vector<std::string>& paths) {
  std::vector<NamedFile> files;
  Allowance left;
  left.is_single = true;
  for (const std::string& path : paths) {
    NamedFile file{fs::path(path).filename().string(), read_file(path, kMaxDigitBytes)};
    const bool has_own_limit = is_gzip(file.bytes) || is_packed_digits(file.bytes) || is_idx(file.bytes);
    if (!has_own_limit) Allowance().spend(file.name, file.bytes.size());
    append(files, unpack(std::move(file), left, expect_one_data_set));
  }
  return read_images(name, std::move(files));
}

std::optional<std::string> mnist_file(const std::string& folder, const std::string& split, const std::string& what) {
  const std::string prefix = (split == "test" ? "t10k-" : "train-") + what;
  const std::string type = what == "images" ? "idx3-ubyte" : "idx1-ubyte";
  for (const char* joint : {"-", "."}) {
    for (const char* suffix : {"", ".gz"}) {
      const fs::path path = fs::path(folder) / (prefix + joint + type + suffix);
      if (is_file(path)) return path.string();
    }
  }
  return std::nullopt;
}

Digits finish(ImageFiles files, const DataChoices& choices) {
  const std::size_t count = files.count(), pixels = files.width * files.height;
  HeldOut held_out;
  if (choices.held_out && *choices.held_out >= count) {
    throw DataError("expected fewer held-out images than the " + std::to_string(count) + " there are, got " +
                    std::to_string(*choices.held_out));
  }
  if (files.keeps_split && !choices.held_out) held_out.count = files.test_count;
  else held_out = choose_held_out(count, files.test_count, files.labels, choices.held_out);
  if (files.labels.empty()) files.labels.assign(count, 0);
  Digits digits;
  digits.name = files.name;
  if (!are_numbers(files.names)) digits.class_names = std::move(files.names);
  digits.width = files.width;
  digits.height = files.height;
  digits.train_count = count - held_out.count;
  const bool is_transposed = choices.is_transposed.value_or(files.is_transposed);
  if (is_transposed) std::swap(digits.width, digits.height);
  if (held_out.order.empty() && !is_transposed) {
    digits.images = std::move(files.images);
    digits.labels = std::move(files.labels);
  } else {
    digits.images.reserve(files.images.size());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t source = held_out.order.empty() ? i : held_out.order[i];
      const auto image = std::span(files.images).subspan(source * pixels, pixels);
      if (is_transposed) {
        const std::vector<std::uint8_t> turned = transposed(image, files.width, files.height);
        digits.images.insert(digits.images.end(), turned.begin(), turned.end());
      } else {
        digits.images.insert(digits.images.end(), image.begin(), image.end());
      }
      digits.labels.push_back(files.labels[source]);
    }
  }
  if (choices.is_inverted) {
    for (std::uint8_t& value : digits.images) value = static_cast<std::uint8_t>(255 - value);
  }
  return digits;
}

}  // namespace latentpad::data
