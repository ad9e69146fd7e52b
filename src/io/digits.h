// Labelled images, and parsers for two formats: MNIST's IDX, and the project's packed file.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/format_error.h"
#include "models/model_config.h"

namespace latentpad {

constexpr std::size_t kDigitSide = 28;
constexpr std::size_t kDigitPixels = kDigitSide * kDigitSide;

/// The sides of images that training accepts; the largest has 4096 pixels.
constexpr std::size_t kMinImageSide = 4, kMaxImageSide = 64;

/// `images` has one byte per pixel, 255 = ink, width · height per image, in raster order. The first `train_count`
/// images are for training, the rest are held out. `labels` are 0 … kMaxLabel, one for each image.
struct Digits {
  std::string name;
  std::vector<std::uint8_t> images;
  std::vector<std::uint8_t> labels;
  std::size_t train_count = 0;
  /// Checksum of the training part, if computed; saved files then record it.
  std::string training_checksum = {};
  std::size_t width = kDigitSide, height = kDigitSide;
  /// Of the labels 0, 1, …, one for each label that occurs; empty if their numbers are their names.
  std::vector<std::string> class_names = {};

  std::size_t pixels() const { return width * height; }
  ImageSize image_size() const { return {static_cast<Index>(width), static_cast<Index>(height)}; }
  std::size_t count() const { return labels.size(); }
  /// The largest label + 1.
  std::size_t class_count() const;
  std::size_t held_out_count() const { return count() - train_count; }
  std::span<const std::uint8_t> train_images() const { return std::span(images).first(train_count * pixels()); }
  std::span<const std::uint8_t> held_out_images() const { return std::span(images).subspan(train_count * pixels()); }

  /// The examples for a model of that config: the images, each followed by its one-hot label (255 or 0) in as many
  /// bytes as the model has labels. For 0 labels these are the images themselves; otherwise they are created at the
  /// first call for that number of labels. Throws like expect_same_image_size, and ArgumentError (label_beyond_model)
  /// unless the model has every label; every model gets its data here.
  std::span<const std::uint8_t> train_examples(const ModelConfig& model) const {
    return examples(model).first(train_count * static_cast<std::size_t>(example_dim(model)));
  }
  std::span<const std::uint8_t> held_out_examples(const ModelConfig& model) const {
    return examples(model).subspan(train_count * static_cast<std::size_t>(example_dim(model)));
  }
  std::span<const std::uint8_t> examples(const ModelConfig& model) const;

  /// The cached results of examples(), by the number of labels: those of one model stay when another asks.
  mutable std::map<std::size_t, std::vector<std::uint8_t>> labelled = {};
};

/// Throws ArgumentError (not_digits) unless all labels are 0 … 9.
void expect_digit_labels(const Digits& digits);

/// Holds out the last `held_out` images. Throws ArgumentError unless at least one image is left for training.
void hold_out(Digits& digits, std::size_t held_out);

/// Whether these are the ten labels 0 … 9. They stand for all images, whatever labels a data set has.
bool is_every_label(std::span<const std::uint32_t> labels);

/// Throws the error of choose_labels if none of `train_count` training images has one of these labels.
[[noreturn]] void throw_no_training_digits(std::span<const std::uint32_t> labels, std::size_t train_count);

/// The images with these labels, training and held-out ones, in their original order; all images if is_every_label().
/// Throws ArgumentError if none is left for training.
Digits choose_labels(const Digits& digits, std::span<const std::uint32_t> labels);

/// The first bytes of a packed file, and the largest length of its class names.
constexpr std::string_view kPackedMagic = "LPDIGITS";
constexpr std::size_t kMaxNamesSize = 1 << 16;

/// Whether a file begins as a packed file does.
bool is_packed_digits(std::span<const std::uint8_t> bytes);

/// Parses the packed file (after gunzip): kPackedMagic, then as little-endian 32-bit numbers the version,
/// count, train_count, rows and columns (4 … 64 each) and the length of the class names in bytes, then one byte per
/// label, rows · columns per image, and the class names: a JSON array of texts in UTF-8. Version 1 has no names and the
/// length 0, version 2 has names. Throws FormatError.
Digits parse_packed_digits(std::span<const std::uint8_t> file);

/// Parses MNIST's two files (after gunzip): IDX with magic 0x00000803 for images of 4 … 64 rows and columns and
/// 0x00000801 for labels 0 … kMaxLabel. All images are for training until hold_out is called. Throws FormatError, also
/// if the counts differ or the size of a file does not match its header.
Digits parse_idx_digits(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels);

/// Images of width x height pixels (one byte each, 255 = ink) with labels 0 … kMaxLabel, all for training until
/// hold_out is called. Throws ArgumentError for another side than 4 … 64, no image, or another number of pixels than
/// width · height for each label; FormatError for a label above kMaxLabel.
Digits labelled_images(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels, std::size_t width,
                       std::size_t height);

/// Total size of an IDX or packed file from its first bytes (at least 32 if it has that many), as a limit for gunzip.
/// Throws FormatError if the header is of neither format or specifies more than 1 GB.
std::uint64_t digits_file_size(std::span<const std::uint8_t> head);

}  // namespace latentpad
