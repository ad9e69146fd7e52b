// Thousands of damaged files: each is read, or rejected with a FormatError. Other exceptions, crashes and findings of
// sanitizers are failures. The copies are the same in every run; fuzz_*.cpp search for new ones, more of them, with the
// sanitizers.
#include <algorithm>

#include "io/config_json.h"
#include "io/digits.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "io/strict_json.h"
#include "support/catch.h"
#include "support/mutate.h"
#include "support/weight_files.h"

namespace latentpad::test::mutation_test {

namespace {

struct Tally {
  int read = 0, refused = 0;
};

/// Calls `read` with `copies` damaged copies of the file.
template <typename Read>
Tally read_damaged(const Bytes& file, std::uint64_t seed, int copies, const Read& read) {
  Tally tally;
  for (int copy = 0; copy < copies; ++copy) {
    const Bytes bytes = damaged(file, seed, static_cast<std::uint64_t>(copy));
    try {
      read(bytes);
      ++tally.read;
    } catch (const FormatError&) {
      ++tally.refused;
    } catch (const std::exception& error) {
      FAIL("copy " << copy << " of seed " << seed << ": " << error.what());
    }
  }
  return tally;
}

/// A resumable file, with every kind of content.
Bytes weight_file() {
  const auto model = random_model();
  const Adam<float> adam(model->parameters());
  TrainingRecord record;
  record.validation = ValidationScore{};
  return save_model(*model, record, {false, &adam});
}

Bytes idx(std::uint32_t magic, const std::vector<std::uint32_t>& sizes, std::size_t bytes) {
  Bytes file = big_endian(magic);
  for (const std::uint32_t size : sizes) file = file + big_endian(size);
  return file + Bytes(bytes, 5);
}

}  // namespace

TEST_CASE("Damaged safetensors files are read or rejected, and valid ones can be written and read back") {
  const Bytes file = safetensors_file(
      R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
      R"("b":{"dtype":"F16","shape":[3],"data_offsets":[16,22]},"c":{"dtype":"U8","shape":[0],"data_offsets":[22,22]}})",
      22);
  const Tally tally = read_damaged(file, 1, 5'000, [](const Bytes& bytes) {
    const Safetensors content = parse_safetensors(bytes);
    const Bytes written = serialize_safetensors(content);
    if (serialize_safetensors(parse_safetensors(written)) != written) FAIL("read differently the second time");
  });
  // Both must occur; otherwise the copies are damaged too little or too much.
  CHECK(tally.read > 50);
  CHECK(tally.refused > 2'500);
}

TEST_CASE("Damaged weight files are loaded or rejected") {
  const Tally tally = read_damaged(weight_file(), 2, 1'000, [](const Bytes& bytes) { load_model(bytes); });
  CHECK(tally.refused > 750);
}

TEST_CASE("Damaged weight files without checksum or metadata are loaded or rejected") {
  const Bytes file = without_metadata(small_file());
  const Tally tally = read_damaged(file, 3, 1'000, [](const Bytes& bytes) {
    const LoadedModel loaded = load_model(bytes);
    for (const Parameter<float>* p : loaded.model->parameters()) {
      if (!p->value.array().isFinite().all()) FAIL("a weight that is not finite was loaded");
    }
  });
  CHECK(tally.read > 12);
  CHECK(tally.refused > 250);
}

TEST_CASE("Damaged configurations are read or rejected") {
  const Bytes model = bytes_of(to_json(ModelConfig{}).dump());
  const Tally models = read_damaged(model, 4, 10'000, [](const Bytes& bytes) {
    validate(model_config_from_json(parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()})));
  });
  CHECK(models.read > 50);
  ModelConfig convolutional;
  convolutional.hidden = {conv2d(32, 4, 2, 1), conv2d(64, 4, 2, 1), 256};
  const Tally convolutions = read_damaged(bytes_of(to_json(convolutional).dump()), 9, 10'000, [](const Bytes& bytes) {
    const ModelConfig config =
        model_config_from_json(parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    for (const Shape& shape : hidden_shapes(config)) {
      if (shape.size() < 1 || shape.size() > kMaxMapNumbers) FAIL("a layer of another size was read");
    }
  });
  CHECK(convolutions.read > 40);
  CHECK(convolutions.refused > 1'000);
  const Bytes training = bytes_of(to_json(TrainingRecord{}).dump());
  const Tally records = read_damaged(training, 5, 10'000, [](const Bytes& bytes) {
    training_record_from_json(parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  });
  CHECK(records.read > 40);
}

TEST_CASE("Damaged IDX files are read or rejected") {
  const Bytes images = idx(0x803, {2, 28, 28}, 2 * kDigitPixels), labels = idx(0x801, {2}, 2);
  const Tally tally = read_damaged(images, 6, 1'250, [&](const Bytes& bytes) {
    const Digits digits = parse_idx_digits(bytes, labels);
    if (digits.images.size() != 2 * digits.pixels()) FAIL("digits of another size");
  });
  CHECK(tally.read > 125);
  CHECK(tally.refused > 250);
  const Tally of_labels = read_damaged(labels, 7, 1'250, [&](const Bytes& bytes) { parse_idx_digits(images, bytes); });
  CHECK(of_labels.refused > 250);
}

TEST_CASE("Damaged packed digits are read or rejected, and have the size in their header") {
  Bytes file = bytes_of("LPDIGITS");
  for (const std::uint32_t field : {1u, 3u, 2u, 28u, 28u, 0u}) file = file + little_endian(field, 4);
  file = file + Bytes(3, 7) + Bytes(3 * kDigitPixels, 100);
  const Tally tally = read_damaged(file, 8, 1'250, [](const Bytes& bytes) {
    const Digits digits = parse_packed_digits(bytes);
    if (digits_file_size(std::span(bytes).first(32)) != bytes.size()) FAIL("another size was announced");
    if (digits.train_count < 1 || digits.train_count > digits.count()) FAIL("split where there is nothing");
    if (std::any_of(digits.labels.begin(), digits.labels.end(), [](int label) { return label > kMaxLabel; }))
      FAIL("a label");
  });
  CHECK(tally.read > 125);
  CHECK(tally.refused > 250);
}

}  // namespace latentpad::test::mutation_test
