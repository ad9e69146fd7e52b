// Labelled images of digits, and the two formats they come in: MNIST's IDX, and the project's packed file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/format_error.h"
#include "models/model_config.h"

namespace latentpad {

constexpr std::size_t kDigitSide = 28;
constexpr std::size_t kDigitPixels = kDigitSide * kDigitSide;

/// `images` holds one byte a pixel, 255 = ink, width · height a digit, in raster order. The first `train_count` digits
/// are for training, the rest are held out.
struct Digits {
  std::string name;
  std::vector<std::uint8_t> images;
  std::vector<std::uint8_t> labels;
  std::size_t train_count = 0;
  /// Of the training part, where somebody has computed it: files that are saved then record it.
  std::string training_checksum = {};
  std::size_t width = kDigitSide, height = kDigitSide;

  std::size_t pixels() const { return width * height; }
  ImageSize image_size() const { return {static_cast<Index>(width), static_cast<Index>(height)}; }
  std::size_t count() const { return labels.size(); }
  std::size_t held_out_count() const { return count() - train_count; }
  std::span<const std::uint8_t> train_images() const { return std::span(images).first(train_count * pixels()); }
  std::span<const std::uint8_t> held_out_images() const { return std::span(images).subspan(train_count * pixels()); }

  /// Examples as a model of that config reads them: the images, each followed by its one-hot label (255 or 0) in as
  /// many bytes as the model has labels. With 0 of them these are the images themselves; else they are put together at
  /// the first call. Each throws as expect_same_image_size does: this is how every model gets its data.
  std::span<const std::uint8_t> train_examples(const ModelConfig& model) const {
    return examples(model).first(train_count * static_cast<std::size_t>(example_dim(model)));
  }
  std::span<const std::uint8_t> held_out_examples(const ModelConfig& model) const {
    return examples(model).subspan(train_count * static_cast<std::size_t>(example_dim(model)));
  }
  std::span<const std::uint8_t> examples(const ModelConfig& model) const;

  /// What examples() has put together.
  mutable std::vector<std::uint8_t> labelled = {};
};

/// Keeps the last `held_out` digits out of training. Throws std::invalid_argument unless at least one digit is left
/// for training.
void hold_out(Digits& digits, std::size_t held_out);

/// Throws what choose_labels throws when none of `train_count` training digits has one of these labels.
[[noreturn]] void throw_no_training_digits(std::span<const std::uint32_t> labels, std::size_t train_count);

/// Only the digits with these labels, in the order they were in, training and held-out ones alike. Throws
/// std::invalid_argument when that leaves none for training.
Digits choose_labels(const Digits& digits, std::span<const std::uint32_t> labels);

/// Reads the packed file (unpacked from gzip): the magic "LPDIGITS", then as little-endian 32-bit numbers the version
/// (1), count, train_count, rows (28), columns (28) and 0, then one byte for each label and 784 for each image.
/// Throws FormatError.
Digits parse_packed_digits(std::span<const std::uint8_t> file);

/// Reads MNIST's two files (unpacked): IDX with magic 0x00000803 for images of 28 x 28 and 0x00000801 for labels 0 … 9.
/// Everything is for training until hold_out is called. Throws FormatError, also when the counts differ or a file is
/// longer or shorter than its header says.
Digits parse_idx_digits(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels);

/// Total size of an IDX or packed file by its first bytes (at least 32 where the file has them), so that unpacking can
/// stop there. Throws FormatError when the header is of neither kind or claims more than 1 GB.
std::uint64_t digits_file_size(std::span<const std::uint8_t> head);

}  // namespace latentpad
