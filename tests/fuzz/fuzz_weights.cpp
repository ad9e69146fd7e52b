// A libFuzzer target for weight files. Valid files are saved and loaded with the same checksum, trained for three
// steps, and saved and loaded again; a run that diverges is restored to finite weights.
#include "fuzz/support/fuzz.h"
#include "fuzz/support/mutate_file.h"
#include "io/checkpoint.h"
#include "training/session.h"

using namespace latentpad;
using namespace latentpad::test;

namespace {

constexpr std::size_t kExamples = 4;

void expect_finite(Model<float>& model, const char* what) {
  for (const Parameter<float>* p : model.parameters()) expect(p->value.array().isFinite().all(), what);
}

void expect_same_after_loading(const Bytes& file, Model<float>& model) {
  expect(checksum(*load_model(file).model) == checksum(model), "a saved file loads to the same weights");
}

void train(Session& session) {
  Model<float>& model = session.model();
  TrainingConfig config = session.trainer().config();
  config.batch_size = 3;
  if (config.objective == ObjectiveKind::iwae)
    config.importance_samples = std::min<Index>(config.importance_samples, 5);
  session.trainer().set_config(config);
  const auto example = static_cast<std::size_t>(example_dim(model.config()));
  Bytes examples(kExamples * example);
  for (std::size_t i = 0; i < examples.size(); ++i) examples[i] = static_cast<std::uint8_t>(i * 89 % 256);
  const auto labels = static_cast<std::size_t>(label_dim(model.config()));
  for (std::size_t n = 0; labels > 0 && n < kExamples; ++n) {
    const std::size_t label = n * example + static_cast<std::size_t>(model.config().input_dim);
    for (std::size_t i = 0; i < labels; ++i) examples[label + i] = i == n % labels ? 255 : 0;
  }
  const TrainingPosition before = session.trainer().position();
  const TrainingStatistics statistics = session.trainer().run(examples, 3);
  expect_finite(model, "weights are finite after training");
  expect(statistics.diverged || session.trainer().step() == before.step + 3, "a healthy run takes its three steps");
  const Bytes file = session.save(nullptr, std::nullopt, false, true);
  expect_same_after_loading(file, model);
  const auto resumed = Session::load(file, std::nullopt);
  expect(resumed->trainer().step() == session.trainer().step(), "a resumable file resumes at its step");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> file(data, size);
  try {
    const LoadedModel loaded = load_model(file);
    expect_finite(*loaded.model, "loaded weights are finite");
    expect_same_after_loading(save_model(*loaded.model, loaded.record.value_or(TrainingRecord{}), {}), *loaded.model);
  } catch (const FormatError&) {
    return 0;  // the expected error of an invalid file
  }
  std::unique_ptr<Session> session;
  try {
    session = Session::load(file, std::nullopt);
  } catch (const FormatError&) {
    return 0;  // cannot be resumed
  } catch (const std::invalid_argument&) {
    return 0;  // the model does not support the objective
  }
  train(*session);
  session->reset();
  expect(checksum(session->model()) == checksum(*load_model(file).model), "reset leads back to the file's weights");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  Random random(seed);
  return give_back(mutated_safetensors({data, data + size}, max_size, random), data, max_size);
}
