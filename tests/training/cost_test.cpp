#include "training/cost.h"

#include <numeric>

#include "io/checkpoint.h"
#include "support/catch.h"
#include "support/models.h"
#include "training/session.h"

namespace latentpad::test::cost_test {

namespace {

const TrainingConfig kTraining;
const std::vector<std::string> kKinds = {"vae", "cvae", "ae", "fvbn", "made"};

double parameters_of(const ModelConfig& config) {
  double sum = 0.0;
  const auto model = make_model<float>(config);
  for (const Parameter<float>* p : model->parameters()) sum += static_cast<double>(p->value.size());
  return sum;
}

}  // namespace

TEST_CASE("The number of parameters is exact, for every kind of model") {
  for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {30}, {40, 25}, {7, 50, 9}}) {
    for (const std::string& kind : kKinds) {
      const bool coded = has_code(kind);
      if (kind == "fvbn" && !hidden.empty()) continue;
      if (kind == "made" && hidden.empty()) continue;
      const ModelConfig config{kind, 100, hidden, coded ? 6 : 0, Activation::relu};
      CAPTURE(kind, hidden.size());
      CHECK(cost_of(config, kTraining).parameters == parameters_of(config));
    }
  }
}

TEST_CASE(
    "The number of parameters of a convolutional model is exact, and its multiply-adds are those of its products") {
  TrainingConfig training;
  training.batch_size = 10;
  for (const std::vector<LayerSpec>& hidden :
       {std::vector<LayerSpec>{conv2d(4, 3, 2, 1)}, {conv2d(4, 3, 2, 1), conv2d(6, 2), 7}, {conv2d(4, 3), 7, 5}}) {
    for (const char* kind : {"vae", "ae"}) {
      const ModelConfig config{kind, 100, hidden, 6, Activation::relu};
      CHECK(cost_of(config, kTraining).parameters == parameters_of(config));
    }
  }
  const ModelConfig config{"vae", 100, {conv2d(4, 3, 2, 1), conv2d(6, 2), 7}, 3, Activation::relu};
  // Maps of 5 x 5 and 4 x 4.
  const double first = 4 * 9 * 25, second = 6 * 4 * 4 * 16, third = 6 * 16 * 7, heads = 2 * 7 * 3, code = 3 * 7;
  const Cost cost = cost_of(config, training);
  CHECK(cost.encode_multiply_adds == first + second + third + heads);
  CHECK(cost.decode_multiply_adds == code + third + second + first);
  CHECK(cost.step_multiply_adds == 10 * (2 * first + 3 * (second + third + heads + code + third + second + first)));
}

TEST_CASE("The number of parameters of several stochastic layers is exact, and so are the products of a step") {
  for (const InferenceKind inference : {InferenceKind::bottom_up, InferenceKind::top_down}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {30}, {7, 50}}) {
      ModelConfig config = hierarchical(100, {hidden, 8}, {12}, 6, inference);
      CHECK(cost_of(config, kTraining).parameters == parameters_of(config));
      config.lower_layers.push_back({hidden, 5});
      CHECK(cost_of(config, kTraining).parameters == parameters_of(config));
    }
  }
  TrainingConfig training;
  training.batch_size = 10;
  training.objective = ObjectiveKind::iwae;
  training.importance_samples = 4;
  const double first = 2.0 * 100 * 30 + 3.0 * 2 * 30 * 8, prior = 3.0 * (6 * 20 + 2 * 20 * 8),
               decoder = 3.0 * (8 * 30 + 30 * 100);
  const Cost up = cost_of(hierarchical(100, {{30}, 8}, {20}, 6), training);
  CHECK(up.step_multiply_adds == 10 * first + 40 * (3.0 * (8 * 20 + 2 * 20 * 6) + prior + decoder));
  CHECK(up.encode_multiply_adds == 100 * 30 + 2 * 30 * 8 + 8 * 20 + 2 * 20 * 6);
  CHECK(up.decode_multiply_adds == 6 * 20 + 20 * 8 + 8 * 30 + 30 * 100);
  const Cost down = cost_of(hierarchical(100, {{30}, 8}, {20}, 6, InferenceKind::top_down), training);
  CHECK(down.step_multiply_adds == 10 * (first + 3.0 * (30 * 20 + 2 * 20 * 6)) + 40 * (prior + decoder));
}

TEST_CASE("The multiply-adds of a step are those of its products, with the decoder's once per importance sample") {
  TrainingConfig training;
  training.batch_size = 10;
  const ModelConfig config{"vae", 100, {30}, 4, Activation::relu};
  // First layer: forward and weights. Heads, decoder: forward, weights and input.
  const double encoder = 2.0 * 100 * 30 + 3.0 * 2 * 30 * 4, decoder = 3.0 * (4 * 30 + 30 * 100);
  CHECK(cost_of(config, training).step_multiply_adds == 10 * (encoder + decoder));
  CHECK(cost_of(config, training).encode_multiply_adds == 100 * 30 + 2 * 30 * 4);
  CHECK(cost_of(config, training).decode_multiply_adds == 4 * 30 + 30 * 100);
  training.objective = ObjectiveKind::iwae;
  training.importance_samples = 50;
  CHECK(cost_of(config, training).step_multiply_adds == 10 * encoder + 500 * decoder);
  CHECK(cost_of({"fvbn", 100, {}, 0, Activation::relu}, kTraining).step_multiply_adds == 128 * 2.0 * 100 * 100);
  CHECK(cost_of({"made", 100, {30}, 0, Activation::relu}, kTraining).step_multiply_adds ==
        128 * (2.0 * 100 * 100 + 2.0 * 100 * 30 + 3.0 * 30 * 100));
}

TEST_CASE("The cost of the largest configuration is computed without allocating its size") {
  TrainingConfig training;
  training.batch_size = 65536;
  training.objective = ObjectiveKind::iwae;
  training.importance_samples = 1000;
  const Cost cost = cost_of({"vae", 4096, std::vector<LayerSpec>(8, 4096), 512, Activation::relu}, training);
  CHECK(cost.parameters > 2.7e8);
  CHECK(cost.step_multiply_adds > 2.6e16);
  CHECK(cost.training_bytes > 1e13);
}

TEST_CASE("A resumable file has the estimated size") {
  for (const std::string& kind : kKinds) {
    if (kind == "fvbn") continue;
    const ModelConfig config{kind, 784, {150}, has_code(kind) ? 8 : 0, Activation::relu};
    const auto session = Session::create(config, kTraining, nullptr);
    const auto size = static_cast<double>(session->save(nullptr, std::nullopt, false, true).size());
    CAPTURE(kind);
    CHECK(cost_of(config, kTraining).file_bytes < size);
    CHECK(size < 1.02 * cost_of(config, kTraining).file_bytes);
    if (kind != "vae") continue;
    TrainingConfig averaged;
    averaged.average_decay = 0.999;
    const auto other = Session::create(config, averaged, nullptr);
    const auto with_raw = static_cast<double>(other->save(nullptr, std::nullopt, false, true).size());
    CHECK(cost_of(config, averaged).file_bytes < with_raw);
    CHECK(with_raw < 1.02 * cost_of(config, averaged).file_bytes);
  }
}

TEST_CASE("An invalid configuration has no cost") {
  CHECK_THROWS_AS(cost_of({"gan", 784, {}, 2, Activation::relu}, kTraining), std::invalid_argument);
  TrainingConfig training;
  training.batch_size = 0;
  CHECK_THROWS_AS(cost_of({}, training), std::invalid_argument);
}

TEST_CASE("A file's header has the configuration, and thus the model's cost") {
  const ModelConfig config{"cvae", 784, {20, 10}, 3, Activation::tanh};
  TrainingConfig training;
  training.batch_size = 77;
  const auto session = Session::create(config, training, nullptr);
  const std::vector<std::uint8_t> file = session->save(nullptr, std::nullopt, false, true);
  std::uint64_t header = 0;
  std::memcpy(&header, file.data(), 8);
  const FileSettings settings = settings_of_file(std::span(file).first(8 + static_cast<std::size_t>(header)));
  CHECK(settings.config == config);
  REQUIRE(settings.training);
  CHECK(settings.training->batch_size == 77);
  CHECK_THROWS_AS(settings_of_file(std::span(file).first(100)), FormatError);
}

}  // namespace latentpad::test::cost_test
