// latentpad compare
#include <cstdio>
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

/// A row of the table: a value of each report, by its path of keys.
struct Row {
  std::string name, definition;
  std::vector<std::string> path;
};

/// The value at a path of keys, or null.
Json at(const Json& report, const std::vector<std::string>& path) {
  const Json* value = &report;
  for (const std::string& key : path) {
    if (!value->is_object() || !value->contains(key)) return nullptr;
    value = &(*value)[key];
  }
  return *value;
}

std::vector<Row> rows() {
  std::vector<Row> rows = {
      {"reconstruction", "-log p(x | z) of the image from its own code, nats", {"reconstruction"}},
      {"-ELBO", "upper bound of -log p(x), one sampled z, nats", {"negative_elbo", "mean"}},
      {"-log p(x) <= (k = 100)", "importance-weighted bound, nats", {"importance_weighted_nll", "100", "mean"}},
      {"-log p(x) exact", "by the chain rule, nats", {"exact_nll", "mean"}},
  };
  for_each_latent_metric([&](const auto& row) {
    rows.push_back({std::string(row.title), std::string(row.meaning), {"latent", std::string(row.name)}});
  });
  rows.push_back(
      {"sample confidence", "the classifier's, of prior samples", {"sample_quality", "classifier_confidence"}});
  rows.push_back({"sample label entropy", "ln 10 = 2.303 when all ten come", {"sample_quality", "label_entropy"}});
  rows.push_back({"nearest training image", "Euclidean distance of samples", {"sample_quality", "nearest_distance"}});
  for (const char* density : {"gaussian", "mixture"}) {
    const auto row = [&](const char* name, const char* definition, const char* measure) {
      rows.push_back(
          {name + std::string(", ") + density, definition, {"fitted_densities", density, "sample_quality", measure}});
    };
    row("confidence", "of samples of a density fitted to the codes", "classifier_confidence");
    row("entropy", "of their labels", "label_entropy");
    row("distance", "to the nearest training image", "nearest_distance");
  }
  rows.push_back({"path unevenness", "largest / mean step between images", {"smoothness", "unevenness"}});
  rows.push_back({"path recognisable", "frames with confidence > 0.9", {"smoothness", "recognisable"}});
  return rows;
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
  std::printf("   %s\n", is_mixed     ? "NATS OF DIFFERENT LIKELIHOODS CANNOT BE COMPARED"
                         : is_density ? "p(x | z)"
                                      : "p(x | z); no density of such pixels: nats are losses, not likelihoods");
  for (const Row& row : rows()) {
    std::printf("%-24s", row.name.c_str());
    for (const Json& report : reports) {
      const Json value = at(report, row.path);
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
    for (const auto& [name, why] : report["why"].items())
      std::printf("  no %s: %s\n", name.c_str(), why.get<std::string>().c_str());
  }
}

void run(const CompareOptions& options) {
  const ScoredDigits scored = load_scored_digits(options.report.data);
  std::vector<Json> reports;
  for (const std::string& weights : options.weights)
    reports.push_back(to_json(measure_weights(weights, scored, options.report)));
  if (options.report.json) {
    print_json(Json(reports), 2);
    return;
  }
  std::printf("%lld images of %s, %s pixels, seed %llu: the same for every model\n",
              reports.front()["examples"].get<long long>(), scored.digits.name.c_str(), options.report.pixels.c_str(),
              static_cast<unsigned long long>(options.report.seed));
  print_table(reports);
}

}  // namespace

void add_compare(CLI::App& app) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand("compare", "Measure several models on the same held-out images, as a table");
  command->add_option("weights", options->weights, "The .safetensors files")->required()->type_name("FILE...");
  options->report.add_options(*command);
  add_compute_options(*command);
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
