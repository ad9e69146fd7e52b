// Labelled digits, owned by JavaScript.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "io/digits.h"
#include "wasm/values.h"

namespace latentpad::wasm {

class DigitsHandle {
 public:
  static std::unique_ptr<DigitsHandle> from_packed(const Uint8Array& file, const std::string& name) {
    return guarded([&] { return std::make_unique<DigitsHandle>(parse_packed_digits(bytes_in(file)), name); });
  }

  static std::unique_ptr<DigitsHandle> from_idx(const Uint8Array& images, const Uint8Array& labels,
                                                std::size_t held_out, const std::string& name) {
    return guarded([&] {
      Digits parsed = parse_idx_digits(bytes_in(images), bytes_in(labels));
      hold_out(parsed, held_out);
      return std::make_unique<DigitsHandle>(std::move(parsed), name);
    });
  }

  static std::unique_ptr<DigitsHandle> from_images(const Uint8Array& images, const Uint8Array& labels,
                                                   std::size_t width, std::size_t height, std::size_t held_out,
                                                   const std::string& name) {
    return guarded([&] {
      Digits digits = labelled_images(bytes_in(images), bytes_in(labels), width, height);
      hold_out(digits, held_out);
      return std::make_unique<DigitsHandle>(std::move(digits), name);
    });
  }

  DigitsHandle(Digits parsed, const std::string& name)
      : held_(std::make_shared<const Digits>(named(std::move(parsed), name))), digits(*held_) {}

  std::size_t count() const { return digits.count(); }
  std::size_t width() const { return digits.width; }
  std::size_t height() const { return digits.height; }
  std::size_t train_count() const { return digits.train_count; }
  /// Of the labels 0, 1, …; empty if their numbers are their names.
  Texts class_names() const {
    return guarded([&] { return Texts(texts_out(digits.class_names)); });
  }
  Uint8Array labels() const {
    return guarded([&] { return Uint8Array(copy_out(digits.labels.data(), digits.labels.size())); });
  }
  Uint8Array images(std::size_t first, std::size_t count) const {
    return guarded([&] {
      if (first > digits.count() || count > digits.count() - first) {
        throw_invalid_argument("images", "a range within the " + std::to_string(digits.count()) + " digits",
                               std::to_string(first) + " + " + std::to_string(count));
      }
      return Uint8Array(copy_out(digits.images.data() + first * digits.pixels(), count * digits.pixels()));
    });
  }

  /// The digits with these labels. The last choice is cached, since every slice of training uses it; it is shared, so
  /// that it outlives this handle while in use.
  std::shared_ptr<const Digits> chosen(const std::vector<std::uint32_t>& labels) const {
    if (!chosen_ || labels != labels_) {
      const bool all = is_every_label(labels);
      std::vector<std::uint32_t> asked = labels;
      chosen_ = all ? held_ : std::make_shared<const Digits>(choose_labels(digits, labels));
      labels_ = std::move(asked);
    }
    return chosen_;
  }

 private:
  static Digits named(Digits parsed, const std::string& name) {
    parsed.name = name;
    return parsed;
  }

  std::shared_ptr<const Digits> held_;

 public:
  const Digits& digits;

 private:
  mutable std::shared_ptr<const Digits> chosen_;
  mutable std::vector<std::uint32_t> labels_;
};

}  // namespace latentpad::wasm
