// Everything that can be measured of one model, and why the rest cannot.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/error.h"
#include "eval/importance_weighted.h"
#include "eval/latent_metrics.h"
#include "eval/likelihood.h"
#include "eval/sample_quality.h"

namespace latentpad {

/// The metrics of latent_metrics.h; one that cannot be computed is missing, with the reason under its name in `why`.
struct LatentReport {
  std::map<std::string, double> values;
  std::map<std::string, ErrorReason> why;
};

/// Of the codes of images (bytes) with their labels: "centredness", "spread", "moment_matched_kl", "mmd",
/// "knn_accuracy" (k = 10), "silhouette". At most the first 2,000 images take part in the quadratic ones. For a model
/// without a code, everything is missing.
LatentReport latent_report(const Model<float>& model, std::span<const std::uint8_t> images,
                           std::span<const std::uint8_t> labels, std::uint64_t seed);

}  // namespace latentpad
