// Writes the initial inputs of the fuzz targets: make_corpus FOLDER, where FOLDER is tests/fuzz/corpus. Run it again
// after a change of a format.

#include <filesystem>
#include <fstream>
#include <string>
#include "io/json.h"

#include "io/classifier_file.h"
#include "io/config_json.h"
#include "io/self_test.h"
#include "support/data_files.h"
#include "support/models.h"
#include "support/weight_files.h"
#include "training/session.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

std::filesystem::path folder;

void write(const std::string& target, const std::string& name, const Bytes& bytes) {
  std::filesystem::create_directories(folder / target);
  std::ofstream stream(folder / target / name, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream) throw std::runtime_error("could not write " + (folder / target / name).string());
}

ModelConfig config_of(const std::string& kind) {
  ModelConfig config{kind, 12, {5}, 2, Activation::relu};
  if (!has_code(kind)) config.latent_dim = 0;
  if (kind == "hvae") config.lower_layers = {{{4}, 3}};
  if (kind == "fvbn") config.hidden.clear();
  return config;
}

ModelConfig of_letters() {
  ModelConfig config = config_of("cvae");
  config.labels = 26;
  return config;
}

ModelConfig of_convolutions() {
  ModelConfig config = config_of("vae");
  config.image_width = 4;
  config.image_height = 3;
  config.hidden = {conv2d(3, 3, 2, 1), conv2d(2, 2), 5};
  return config;
}

void write_weights() {
  for (const char* kind : {"vae", "cvae", "ae", "fvbn", "made", "hvae"}) {
    const auto model = random_model(config_of(kind));
    TrainingRecord record;
    record.data = "digits.bin.gz";
    record.validation = ValidationScore{100.0, 0.5, 1000, PixelMode::binarized};
    const Adam<float> adam(model->parameters());
    const std::string name = kind;
    write("weights", name, save_model(*model, record, {}));
    write("weights", name + "-resumable", save_model(*model, record, {false, &adam, 0}));
    const WeightAverage<float> average(model->parameters());
    record.config.average_decay = 0.999;
    write("weights", name + "-averaged", save_model(*model, record, {false, &adam, 0, &average}));
    record.config.average_decay = 0.0;
    write("weights", name + "-bare", without_metadata(save_model(*model, record, {})));
  }
  const auto letters = random_model(of_letters());
  write("weights", "cvae-letters", save_model(*letters, {}, {}));
  write("weights", "cvae-letters-bare", without_metadata(save_model(*letters, {}, {})));
  write("weights", "vae-convolutions", save_model(*random_model(of_convolutions()), {}, {}));
  const auto model = random_model();
  TrainingRecord weighted;
  weighted.config.objective = ObjectiveKind::iwae;
  weighted.config.importance_samples = 5;
  write("weights", "vae-iwae", save_model(*model, weighted, {}));
  write("weights", "vae-half", save_model(*model, {}, {true, nullptr, 0}));
  write("weights", "vae-pytorch-example", changed(small_file(), [](Safetensors& content) {
          content.metadata.clear();
          const std::pair<const char*, const char*> names[] = {
              {"encoder.0", "fc1"}, {"mu", "fc21"}, {"log_var", "fc22"}, {"decoder.0", "fc3"}, {"decoder.1", "fc4"}};
          for (const auto& [ours, theirs] : names) {
            for (const char* part : {".weight", ".bias"}) {
              rename_tensor(content, ours + std::string(part), theirs + std::string(part));
            }
          }
        }));
}

void write_safetensors() {
  write("safetensors", "empty", safetensors_file("{}"));
  write(
      "safetensors", "types",
      safetensors_file(
          R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
          R"("b":{"dtype":"BF16","shape":[3],"data_offsets":[16,22]},"c":{"dtype":"U8","shape":[0,9],"data_offsets":[22,22]},)"
          R"("d":{"dtype":"F64","shape":[],"data_offsets":[22,30]},"é":{"dtype":"BOOL","shape":[1,1,1],"data_offsets":[30,31]}}   )",
          31));
}

void write_digits() {
  Bytes content = bytes_of("LPDIGITS");
  for (const std::uint32_t field : {1u, 2u, 1u, 28u, 28u, 0u}) content = content + little_endian(field, 4);
  content = content + Bytes{3, 7} + Bytes(2 * kDigitPixels, 100);
  write("digits", "packed", Bytes{0} + content);
  write("digits", "packed-gzip", Bytes{0} + gzip_file(content));
  Bytes images, labels = big_endian(0x801) + big_endian(1) + Bytes{4};
  for (const std::uint32_t field : {0x803u, 1u, 28u, 28u}) images = images + big_endian(field);
  images = images + Bytes(kDigitPixels, 200);
  write("digits", "idx", Bytes{static_cast<std::uint8_t>(labels.size())} + images + labels);
  const Bytes packed_labels = gzip_file(labels);
  write("digits", "idx-gzip",
        Bytes{static_cast<std::uint8_t>(packed_labels.size())} + gzip_file(images) + packed_labels);
}

void write_data() {
  const auto write_pair = [](const std::string& name, std::uint8_t kind, const Bytes& images, const Bytes& labels) {
    write("data", name, Bytes{kind, static_cast<std::uint8_t>(labels.size())} + images + labels);
  };
  const Bytes pixels = counting(4 * 16, 5), labels = {1, 2, 3, 1};
  write_pair("idx", 1, idx_file(8, {4, 4, 4}, pixels), idx_file(8, {4}, labels));
  write_pair("idx-int", 3, idx_file(0x0b, {4, 2, 4, 4}, pixels + pixels + pixels + pixels), idx_file(8, {4}, labels));
  write_pair("npy", 1, npy_file("|u1", {4, 4, 4}, pixels), npy_file("<U1", {4}, Bytes(16, 0x61)));
  write_pair("npy-float", 1, npy_file(">f4", {1, 4, 4}, pixels, true), npy_file("<i8", {1, 1}, Bytes(8)));
  const Bytes npz = zip_file({{"x_train.npy", npy_file("|u1", {4, 4, 4}, pixels)},
                              {"y_train.npy", npy_file("|u1", {4}, labels)},
                              {"x_test.npy", npy_file("|u1", {4, 4, 4}, pixels)},
                              {"y_test.npy", npy_file("|u1", {4}, labels)}});
  write_pair("npz", 0, npz, {});
  write_pair("npz-gzip", 0, gzip_file(npz), {});
  std::string header = "label", row = "\"a,b\"", other = "2";
  for (int i = 0; i < 16; ++i) {
    header += ",4x" + std::to_string(i);
    row += "," + std::to_string(i * 7);
    other += ", 0." + std::to_string(i);
  }
  write_pair("csv", 0, bytes_of(header + "\n" + row + "\r\n" + other + "\n"), {});
  write_pair("png", 6, png_file(4, 5, counting(20, 9)), {});
  write_pair("png-alpha", 7, png_file(3, 70, counting(840, 9), 4), png_file(2, 2, Bytes(4, 200)));
  write_pair("bmp", 6, bmp_file(4, 5, counting(60, 9)), {});
}

void write_json() {
  for (const char* kind : {"vae", "cvae", "ae", "fvbn", "made", "hvae"}) {
    write("config", kind, bytes_of(to_json(config_of(kind)).dump()));
  }
  write("config", "cvae-letters", bytes_of(to_json(of_letters()).dump()));
  write("config", "vae-convolutions", bytes_of(to_json(of_convolutions()).dump()));
  TrainingConfig training;
  training.objective = ObjectiveKind::iwae;
  training.importance_samples = 5;
  training.digits = {0, 1, 7};
  write("config", "training", bytes_of(to_json(training).dump()));
  TrainingRecord record;
  record.data = "MNIST é";
  record.validation = ValidationScore{100.25, 0.5, 1000, PixelMode::grey};
  write("config", "record", bytes_of(to_json(record).dump()));
  std::uint8_t index = 0;
  for (const char* kind : {"vae", "cvae", "ae", "fvbn", "made", "hvae"}) {
    const auto model = make_model<float>(config_of(kind));
    model->initialize(3);
    write("self_test", kind, Bytes{index++} + bytes_of(make_self_test(*model).dump()));
  }
}

void write_classifier() {
  for (const std::vector<Index>& hidden : {std::vector<Index>{}, {6}, {6, 4}}) {
    Classifier<float> classifier(12, hidden);
    classifier.initialize(1);
    write("classifier", "layers-" + std::to_string(hidden.size() + 1), save_classifier(classifier, false));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_corpus FOLDER\n", stderr);
    return 2;
  }
  folder = argv[1];
  write_weights();
  write_safetensors();
  write_digits();
  write_data();
  write_json();
  write_classifier();
}
