// latentpad compare
#include <cstdio>
#include <functional>
#include <memory>

#include "cli/command.h"
#include "cli/compute_options.h"
#include "cli/output.h"
#include "cli/report_json.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

using Json = nlohmann::json;

struct CompareOptions {
  ReportOptions report;
  std::vector<std::string> weights;
};

struct Row {
  std::string name;
  std::string definition;
  std::function<Json(const Json&)> value;
};

/// The value at a path of keys, or null.
Json at(const Json& report, const std::vector<const char*>& path) {
  const Json* value = &report;
  for (const char* key : path) {
    if (!value->is_object() || !value->contains(key)) return nullptr;
    value = &(*value)[key];
  }
  return *value;
}

std::vector<Row> make_rows() {
  std::vector<Row> rows = {
      {"reconstruction", "-log p(x | z) of the digit from its own code, nats",
       [](const Json& r) { return at(r, {"reconstruction"}); }},
      {"-ELBO", "upper bound of -log p(x), one sampled z, nats", [](const Json& r) { return at(r, {"negative_elbo", "mean"}); }},
      {"-log p(x) <= (k = 100)", "importance-weighted bound, nats",
       [](const Json& r) { return at(r, {"importance_weighted_nll", "100", "mean"}); }},
      {"-log p(x) exact", "by the chain rule, nats", [](const Json& r) { return at(r, {"exact_nll", "mean"}); }},
  };
  for_each_latent_metric([&](const auto& row) {
    rows.push_back({std::string(row.title), std::string(row.meaning), [name = std::string(row.name)](const Json& r) { return at(r, {"latent", name.c_str()}); }});
  });
  const std::vector<Row> of_samples = {
      {"sample confidence", "the classifier's, of prior samples", [](const Json& r) { return at(r, {"sample_quality", "classifier_confidence"}); }},
      {"sample label entropy", "ln 10 = 2.303 when all ten come", [](const Json& r) { return at(r, {"sample_quality", "label_entropy"}); }},
      {"nearest training digit", "Euclidean distance of samples", [](const Json& r) { return at(r, {"sample_quality", "nearest_distance"}); }},
      {"path unevenness", "largest / mean step between digits", [](const Json& r) { return at(r, {"smoothness", "unevenness"}); }},
      {"path recognisable", "frames with confidence > 0.9", [](const Json& r) { return at(r, {"smoothness", "recognisable"}); }},
  };
  rows.insert(rows.end(), of_samples.begin(), of_samples.end());
  return rows;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = make_rows();
  return kRows;
}

void print_table(const std::vector<Json>& reports) {
  std::printf("%-24s", "");
  for (const Json& report : reports) std::printf(" %12s", report["model"].get<std::string>().c_str());
  std::printf("\n%-24s", "likelihood");
  bool is_mixed = false, is_density = true;
  for (const Json& report : reports) {
    std::printf(" %12s", report["likelihood"].get<std::string>().substr(0, 12).c_str());
    is_mixed |= report["likelihood"] != reports.front()["likelihood"];
    is_density &= report["is_density"].get<bool>();
  }
  std::printf("   %s\n", is_mixed       ? "NATS OF DIFFERENT LIKELIHOODS CANNOT BE COMPARED"
                         : is_density ? "p(x | z)"
                                      : "p(x | z); no density of such pixels: nats are losses, not likelihoods");
  for (const Row& row : rows()) {
    std::printf("%-24s", row.name.c_str());
    for (const Json& report : reports) {
      const Json value = row.value(report);
      if (value.is_null()) {
        std::printf(" %12s", "-");
      } else {
        std::printf(" %12.3f", value.get<double>());
      }
    }
    std::printf("   %s\n", row.definition.c_str());
  }
  for (const Json& report : reports) {
    std::printf("\n%s:\n", report["weights"].get<std::string>().c_str());
    for (const auto& [name, why] : report["why"].items()) std::printf("  no %s: %s\n", name.c_str(), why.get<std::string>().c_str());
  }
}

void run(const CompareOptions& options) {
  const ScoredDigits scored = load_scored_digits(options.report.data);
  std::vector<Json> reports;
  for (const std::string& weights : options.weights) reports.push_back(to_json(measure_weights(weights, scored, options.report)));
  if (options.report.json) {
    print_json(Json(reports), 2);
    return;
  }
  std::printf("%lld digits of %s, %s pixels, seed %llu: the same for every model\n",
              reports.front()["examples"].get<long long>(), scored.digits.name.c_str(), options.report.pixels.c_str(),
              static_cast<unsigned long long>(options.report.seed));
  print_table(reports);
}

}  // namespace

void add_compare(CLI::App& app) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand("compare", "Measure several models on the same held-out digits, as a table");
  command->add_option("weights", options->weights, "The .safetensors files")->required()->type_name("FILE...");
  options->report.add_options(*command);
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
