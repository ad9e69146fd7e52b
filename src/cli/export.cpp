// latentpad export
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/onnx.h"
#include "cli/output.h"
#include "cli/weight_files.h"
#include "io/checkpoint.h"

namespace latentpad::cli {
namespace {

struct ExportOptions {
  std::string weights, onnx;
};

void run(const ExportOptions& options) {
  const std::string encoder = options.onnx + "-encoder.onnx", decoder = options.onnx + "-decoder.onnx";
  for (const std::string& path : {encoder, decoder})
    check_output({"--onnx", path}, {{"--weights", options.weights}}, 0);
  const LoadedModel loaded = load_model(read_weights(options.weights));
  // Both before either is written.
  const std::vector<std::uint8_t> files[] = {onnx_encoder(*loaded.model), onnx_decoder(*loaded.model)};
  write_or_rescue(encoder, files[0]);
  write_or_rescue(decoder, files[1]);
  std::printf("%s\n%s\n", encoder.c_str(), decoder.c_str());
}

}  // namespace

void add_export(CLI::App& app) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "Write the encoder and the decoder as ONNX files");
  add_weights_option(*command, options->weights);
  command->add_option("--onnx", options->onnx, "Writes PREFIX-encoder.onnx and PREFIX-decoder.onnx")
      ->required()
      ->type_name("PREFIX");
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
