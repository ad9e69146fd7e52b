#include "eval/model_report.h"

#include <algorithm>
#include <functional>

namespace latentpad {

LatentReport latent_report(const Model<float>& model, std::span<const std::uint8_t> images,
                           std::span<const std::uint8_t> labels, std::uint64_t seed) {
  constexpr Index kMost = 2000, kNeighbours = 10;
  LatentReport report;
  Matrix<float> codes, log_var, few;
  std::span<const std::uint8_t> few_labels;
  const std::map<std::string, std::function<double()>> metrics = {
      {"centredness", [&] { return centredness(codes); }},
      {"spread", [&] { return spread(codes, log_var); }},
      {"moment_matched_kl", [&] { return moment_matched_kl(codes, log_var); }},
      {"mmd", [&] { return mmd_to_prior(codes, seed); }},
      {"knn_accuracy", [&] { return knn_accuracy(few, few_labels, kNeighbours); }},
      {"silhouette", [&] { return silhouette(few, few_labels); }}};
  if (!model.traits().code) {
    for (const auto& [name, metric] : metrics)
      report.why.emplace(name, ErrorReason{ErrorCode::measure_needs_code, {{"got", model.config().model}}});
    return report;
  }
  encode_images(model, images, codes, log_var);
  few = codes.leftCols(std::min(kMost, codes.cols()));
  few_labels = labels.first(std::min(labels.size(), static_cast<std::size_t>(few.cols())));
  for (const auto& [name, metric] : metrics) {
    try {
      report.values[name] = metric();
    } catch (const ArgumentError& error) {
      report.why.emplace(name, error.reason());
    }
  }
  return report;
}

}  // namespace latentpad
