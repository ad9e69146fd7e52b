#include "wasm/inside.h"

#include "eval/encode_decode.h"
#include "training/step_trace.h"
#include "wasm/measures.h"

namespace latentpad::wasm {
namespace {

std::vector<float> numbers_of(const Matrix<float>& m) { return {m.data(), m.data() + m.size()}; }

nlohmann::json to_json(const ForwardTrace<float>& trace) {
  return {{"mu", numbers_of(trace.mu)},
          {"logVar", numbers_of(trace.log_var)},
          {"z", numbers_of(trace.z)},
          {"reconstruction", trace.reconstruction},
          {"klPerDimension", trace.kl},
          {"kl", trace.total_kl()}};
}

nlohmann::json to_json(const StepTrace<float>& trace) {
  nlohmann::json parameters = nlohmann::json::array();
  for (const ParameterTrace& p : trace.parameters) {
    parameters.push_back({{"name", p.name}, {"gradientNorm", p.gradient_norm}, {"changeNorm", p.change_norm}});
  }
  return {{"before", to_json(trace.before)},
          {"after", to_json(trace.after)},
          {"beta", trace.beta},
          {"learningRate", trace.learning_rate},
          {"step", trace.step},
          {"dZ", numbers_of(trace.d_z)},
          {"dMu", numbers_of(trace.d_mu)},
          {"dLogVar", numbers_of(trace.d_log_var)},
          {"parameters", parameters}};
}

/// Appends one example's activations to `values` and returns the layers' sizes.
val append(const std::vector<Matrix<float>>& layers, std::vector<float>& values) {
  val sizes = val::array();
  for (const Matrix<float>& layer : layers) {
    values.insert(values.end(), layer.data(), layer.data() + layer.size());
    sizes.call<void>("push", static_cast<int>(layer.size()));
  }
  return sizes;
}

}  // namespace

val trace_step_of(ModelHandle& handle, const val& pixels, const val& epsilon) {
  return guarded([&] {
    Model<float>& model = handle.session().model();
    expect_trait(model, "traceStep", &ModelTraits::code);
    const Trainer& trainer = handle.session().trainer();
    const Matrix<float> x = image_in("traceStep", pixels, model);
    const Matrix<float> noise = model.traits().posterior
                                    ? batch_in("traceStep", epsilon, model.config().latent_dim)
                                    : Matrix<float>(0, 1);
    const StepTrace<float> trace =
        trace_step(model, trainer.optimizer(), x, noise, trainer.beta_at(trainer.step()), trainer.config().learning_rate);
    for (const ForwardTrace<float>* pass : {&trace.before, &trace.after}) {
      expect_finite("traceStep", "the loss", pass->reconstruction + pass->total_kl());
    }
    val result = val::object();
    result.set("json", to_json(trace).dump());
    result.set("probabilitiesBefore", copy_out(trace.before.probabilities));
    result.set("probabilitiesAfter", copy_out(trace.after.probabilities));
    return result;
  });
}

val activations_of(ModelHandle& handle, const val& pixels, const val& z) {
  return guarded([&] {
    const LatentModel<float>& model = latent_model(handle.model_for_measures(), "activations");
    const Matrix<float> x = image_in("activations", pixels, model);
    const Matrix<float> code = batch_in("activations", z, model.config().latent_dim + label_dim(model.config()));
    if (code.cols() != 1) throw_invalid_argument("activations", "one z", std::to_string(code.cols()));
    std::vector<float> values;
    const auto encoder = model.encoder_activations(x), decoder = model.decoder_activations(code);
    for (const auto* layers : {&encoder, &decoder}) {
      for (const Matrix<float>& layer : *layers) expect_finite("activations", "a hidden unit", layer);
    }
    val result = val::object();
    result.set("encoderSizes", append(encoder, values));
    result.set("decoderSizes", append(decoder, values));
    result.set("values", copy_out(values.data(), values.size()));
    return result;
  });
}

}  // namespace latentpad::wasm
