// latentpad info
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/weight_files.h"
#include "io/checkpoint.h"
#include "io/json.h"
#include "io/safetensors.h"

namespace latentpad::cli {
namespace {

struct InfoOptions {
  std::string weights;
  bool json = false;
};

void run(const InfoOptions& options) {
  const std::vector<std::uint8_t> file = read_weights(options.weights);
  const LoadedModel loaded = load_model(file);
  Index parameters = 0;
  nlohmann::json tensors = nlohmann::json::array();
  for (const Parameter<float>* p : loaded.model->parameters()) {
    parameters += p->value.size();
    tensors.push_back({{"name", p->name}, {"shape", p->shape()}});
  }
  nlohmann::json result = {
      {"weights", options.weights},
      {"bytes", file.size()},
      {"config", to_json(loaded.model->config())},
      {"parameters", parameters},
      {"checksum", checksum(*loaded.model)},
      {"resumable", loaded.optimizer.has_value()},
      {"self_test", parse_safetensors(file).metadata.count("latentpad.self_test") > 0 ? "passed" : "none"},
      {"types", loaded.types},
      {"tensors", tensors}};
  if (loaded.record && !loaded.record->data_checksum.empty()) result["data_checksum"] = loaded.record->data_checksum;
  result["training"] = loaded.record ? to_json(*loaded.record) : nlohmann::json();
  if (options.json) {
    print_json(result, 2);
    return;
  }
  std::printf("%s: %lld parameters in %zu bytes, checksum %s, self-test %s%s\n", options.weights.c_str(),
              static_cast<long long>(parameters), file.size(), result["checksum"].get<std::string>().c_str(),
              result["self_test"].get<std::string>().c_str(), loaded.optimizer ? ", can be resumed" : "");
  std::printf("architecture  %s\n", result["config"].dump().c_str());
  if (loaded.types.count("F64") > 0) std::printf("numbers       F64, rounded to F32, in which all is computed\n");
  std::printf("training      %s\n", loaded.record ? result["training"].dump().c_str() : "not recorded");
  for (const auto& tensor : tensors) {
    std::printf("  %-20s %s\n", tensor["name"].get<std::string>().c_str(), tensor["shape"].dump().c_str());
  }
}

}  // namespace

void add_info(CLI::App& app) {
  auto options = std::make_shared<InfoOptions>();
  CLI::App* command = app.add_subcommand("info", "Check a weight file and say what is in it");
  add_weights_option(*command, options->weights, "--weights,weights");
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
