#include "io/digits.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "io/file_kind.h"
#include "io/json.h"
#include "io/strict_json.h"

namespace latentpad {
namespace {

constexpr std::size_t kPackedHeader = 8 + 6 * 4;
constexpr std::uint32_t kIdxImages = 0x00000803, kIdxLabels = 0x00000801;
constexpr std::uint64_t kMaxFileSize = 1'000'000'000;

std::uint32_t little_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16 | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

std::uint32_t big_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | static_cast<std::uint32_t>(bytes[at + 3]);
}

std::string hex(std::uint32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(value >> shift) & 15];
  return text;
}

/// The first four bytes, or fewer if there are fewer.
std::string begin_text(std::span<const std::uint8_t> bytes) {
  return bytes.size() < 4 ? std::to_string(bytes.size()) + " bytes" : hex(big_endian(bytes, 0));
}

/// Size of the header plus Π sizes, checked against kMaxFileSize after every factor.
std::uint64_t idx_file_size(std::span<const std::uint8_t> head, std::size_t dimensions) {
  const std::size_t header = 4 + 4 * dimensions;
  if (head.size() < header) {
    throw FormatError(ErrorCode::idx_header, {{"expected", header}, {"got", head.size()}});
  }
  std::uint64_t bytes = 1;
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::uint64_t size = big_endian(head, 4 + 4 * d);
    if (size == 0) throw FormatError(ErrorCode::idx_empty, {});
    bytes *= size;
    if (bytes > kMaxFileSize) throw FormatError(ErrorCode::idx_too_large, {});
  }
  return header + bytes;
}

void expect_idx(std::span<const std::uint8_t> file, std::uint32_t magic, const char* what) {
  if (file.size() < 4 || big_endian(file, 0) != magic) {
    expect_not_other_than_digits(file);
    throw FormatError(ErrorCode::idx_magic, {{"part", what}, {"expected", hex(magic)}, {"got", begin_text(file)}});
  }
  const std::uint64_t expected = idx_file_size(file, magic & 0xff);
  if (file.size() != expected) {
    throw FormatError(ErrorCode::idx_length, {{"part", what}, {"expected", expected}, {"got", file.size()}});
  }
}

/// The position of the first label that is at least `count`.
std::optional<std::size_t> first_label_from(std::span<const std::uint8_t> labels, std::size_t count) {
  const auto found = std::find_if(labels.begin(), labels.end(), [=](std::uint8_t label) { return label >= count; });
  if (found == labels.end()) return std::nullopt;
  return static_cast<std::size_t>(found - labels.begin());
}

void expect_labels(std::span<const std::uint8_t> labels, const char* part) {
  if (const auto wrong = first_label_from(labels, kMaxLabel + 1)) {
    throw FormatError(ErrorCode::digits_label,
                      {{"part", part}, {"most", kMaxLabel}, {"got", labels[*wrong]}, {"position", *wrong}});
  }
}

bool are_sides(std::size_t width, std::size_t height) {
  const auto is_side = [](std::size_t side) { return side >= kMinImageSide && side <= kMaxImageSide; };
  return is_side(width) && is_side(height);
}

void expect_sides(std::size_t width, std::size_t height) {
  if (are_sides(width, height)) return;
  throw FormatError(ErrorCode::image_set_side,
                    {{"low", kMinImageSide}, {"high", kMaxImageSide}, {"width", width}, {"height", height}});
}

std::uint64_t packed_file_size(std::span<const std::uint8_t> head) {
  if (head.size() < kPackedHeader) {
    throw FormatError(ErrorCode::packed_header, {{"expected", kPackedHeader}, {"got", head.size()}});
  }
  const std::array<std::uint32_t, 6> field = {little_endian(head, 8),  little_endian(head, 12),
                                              little_endian(head, 16), little_endian(head, 20),
                                              little_endian(head, 24), little_endian(head, 28)};
  if (field[0] != (field[5] == 0 ? 1 : 2) || field[5] > kMaxNamesSize) {
    throw FormatError(ErrorCode::packed_version, {{"version", field[0]}, {"got", field[5]}});
  }
  expect_sides(field[4], field[3]);
  const std::uint64_t count = field[1], train = field[2], bytes = std::uint64_t(field[3]) * field[4] + 1;
  if (count == 0 || train == 0 || train > count || count > kMaxFileSize / bytes) {
    throw FormatError(ErrorCode::packed_counts, {{"train", train}, {"count", count}});
  }
  return kPackedHeader + count * bytes + field[5];
}

/// The class names at the end of a packed file: a text for each label that occurs.
std::vector<std::string> parse_class_names(std::span<const std::uint8_t> text, std::span<const std::uint8_t> labels) {
  const nlohmann::json list = in_format(ErrorCode::packed_names_json, {}, [&] {
    return parse_strict_json({reinterpret_cast<const char*>(text.data()), text.size()});
  });
  const std::size_t wanted = std::size_t(*std::max_element(labels.begin(), labels.end())) + 1;
  const bool are_texts =
      list.is_array() && std::all_of(list.begin(), list.end(), [](const auto& name) { return name.is_string(); });
  if (!are_texts || list.size() < wanted || list.size() > kMaxLabel + 1u) {
    throw FormatError(ErrorCode::packed_names,
                      {{"low", wanted}, {"high", kMaxLabel + 1}, {"got", are_texts ? list.size() : 0}});
  }
  return list.get<std::vector<std::string>>();
}

}  // namespace

bool is_packed_digits(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= kPackedMagic.size() &&
         std::memcmp(bytes.data(), kPackedMagic.data(), kPackedMagic.size()) == 0;
}

std::span<const std::uint8_t> Digits::examples(const ModelConfig& model) const {
  expect_same_image_size("data", model, image_size());
  const auto label_count = static_cast<std::size_t>(label_dim(model));
  if (label_count == 0) return images;
  const auto found = labelled.find(label_count);
  if (found != labelled.end()) return found->second;
  // A larger label would be written into the next image.
  if (const auto wrong = first_label_from(labels, label_count)) {
    throw ArgumentError(
        ErrorCode::label_beyond_model,
        {{"labels", label_count}, {"got", labels[*wrong]}, {"position", *wrong}, {"classes", class_count()}});
  }
  const std::size_t size = pixels() + label_count;
  std::vector<std::uint8_t> all(count() * size, 0);
  for (std::size_t n = 0; n < count(); ++n) {
    std::copy_n(images.begin() + static_cast<std::ptrdiff_t>(n * pixels()), pixels(),
                all.begin() + static_cast<std::ptrdiff_t>(n * size));
    all[n * size + pixels() + labels[n]] = 255;
  }
  return labelled.emplace(label_count, std::move(all)).first->second;
}

std::size_t Digits::class_count() const {
  return labels.empty() ? 0 : std::size_t(*std::max_element(labels.begin(), labels.end())) + 1;
}

void expect_digit_labels(const Digits& digits) {
  if (const auto wrong = first_label_from(digits.labels, 10)) {
    throw ArgumentError(ErrorCode::not_digits, {{"got", digits.labels[*wrong]}, {"position", *wrong}});
  }
}

void hold_out(Digits& digits, std::size_t held_out) {
  if (held_out >= digits.count()) {
    throw ArgumentError(ErrorCode::hold_out_all, {{"count", digits.count()}, {"got", held_out}});
  }
  digits.train_count = digits.count() - held_out;
}

bool is_every_label(std::span<const std::uint32_t> labels) {
  if (labels.size() != 10) return false;
  for (std::uint32_t i = 0; i < 10; ++i) {
    if (labels[i] != i) return false;
  }
  return true;
}

void throw_no_training_digits(std::span<const std::uint32_t> labels, std::size_t train_count) {
  std::string wanted;
  for (const std::uint32_t label : labels) {
    if (!wanted.empty()) wanted += ", ";
    wanted += std::to_string(label);
  }
  throw ArgumentError(ErrorCode::no_training_digits, {{"labels", wanted}, {"count", train_count}});
}

Digits choose_labels(const Digits& digits, std::span<const std::uint32_t> labels) {
  if (is_every_label(labels)) return digits;
  Digits chosen;
  chosen.name = digits.name;
  chosen.width = digits.width;
  chosen.height = digits.height;
  chosen.class_names = digits.class_names;
  for (std::size_t n = 0; n < digits.count(); ++n) {
    if (std::find(labels.begin(), labels.end(), digits.labels[n]) == labels.end()) continue;
    const auto image = digits.images.begin() + static_cast<std::ptrdiff_t>(n * digits.pixels());
    chosen.images.insert(chosen.images.end(), image, image + static_cast<std::ptrdiff_t>(digits.pixels()));
    chosen.labels.push_back(digits.labels[n]);
    if (n < digits.train_count) ++chosen.train_count;
  }
  if (chosen.train_count == 0) throw_no_training_digits(labels, digits.train_count);
  return chosen;
}

Digits parse_packed_digits(std::span<const std::uint8_t> file) {
  if (!is_packed_digits(file)) {
    expect_not_other_than_digits(file);
    const bool is_idx = file.size() >= 4 && (big_endian(file, 0) & 0xffffff00u) == 0x00000800u;
    if (is_idx) throw FormatError(ErrorCode::digits_idx_alone, {});
    throw FormatError(ErrorCode::packed_magic, {});
  }
  const std::uint64_t expected = packed_file_size(file);
  if (file.size() != expected) {
    throw FormatError(ErrorCode::packed_length, {{"expected", expected}, {"got", file.size()}});
  }
  const std::size_t count = little_endian(file, 12), names_size = little_endian(file, 28);
  const auto labels = file.subspan(kPackedHeader, count);
  const auto images = file.subspan(kPackedHeader + count, file.size() - kPackedHeader - count - names_size);
  expect_labels(labels, "packed file");
  Digits digits{"", {images.begin(), images.end()}, {labels.begin(), labels.end()}, little_endian(file, 16)};
  digits.height = little_endian(file, 20);
  digits.width = little_endian(file, 24);
  if (names_size > 0) digits.class_names = parse_class_names(file.last(names_size), labels);
  return digits;
}

Digits parse_idx_digits(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels) {
  expect_idx(images, kIdxImages, "images");
  expect_idx(labels, kIdxLabels, "labels");
  const std::uint32_t rows = big_endian(images, 8), columns = big_endian(images, 12);
  expect_sides(columns, rows);
  const std::uint32_t count = big_endian(images, 4), label_count = big_endian(labels, 4);
  if (count != label_count) {
    throw FormatError(ErrorCode::idx_counts, {{"labels", label_count}, {"images", count}});
  }
  const auto pixels = images.subspan(16);
  const auto names = labels.subspan(8);
  expect_labels(names, "IDX labels");
  Digits digits{"", {pixels.begin(), pixels.end()}, {names.begin(), names.end()}, count};
  digits.width = columns;
  digits.height = rows;
  return digits;
}

Digits labelled_images(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels, std::size_t width,
                       std::size_t height) {
  if (!are_sides(width, height)) {
    throw ArgumentError(ErrorCode::image_set_side,
                        {{"low", kMinImageSide}, {"high", kMaxImageSide}, {"width", width}, {"height", height}});
  }
  // At least one image: there must be one to train on.
  const std::size_t expected = std::max<std::size_t>(1, labels.size()) * width * height;
  if (images.size() != expected) {
    throw ArgumentError(ErrorCode::image_set_size,
                        {{"expected", expected}, {"count", labels.size()}, {"got", images.size()}});
  }
  expect_labels(labels, "images");
  Digits digits{"", {images.begin(), images.end()}, {labels.begin(), labels.end()}, labels.size()};
  digits.width = width;
  digits.height = height;
  return digits;
}

std::uint64_t digits_file_size(std::span<const std::uint8_t> head) {
  if (is_packed_digits(head)) return packed_file_size(head);
  const std::uint32_t magic = head.size() >= 4 ? big_endian(head, 0) : 0;
  if (magic == kIdxImages || magic == kIdxLabels) return idx_file_size(head, magic & 0xff);
  expect_not_other_than_digits(head);
  throw FormatError(ErrorCode::digits_format, {{"got", begin_text(head)}});
}

}  // namespace latentpad
