#include "wasm/step_trace.h"

#include "eval/encode_decode.h"
#include "training/step_trace.h"
#include "wasm/measures.h"

namespace latentpad::wasm {
namespace {

Float32Arrays layers_out(const char* function, const std::vector<Matrix<float>>& layers) {
  val list = val::array();
  for (const Matrix<float>& layer : layers) {
    expect_finite(function, "a hidden unit", layer);
    list.call<void>("push", floats_out(layer));
  }
  return Float32Arrays(list);
}

}  // namespace

StepTraceValue trace_step_of(ModelHandle& handle, const Float32Array& pixels, const Float32Array& epsilon) {
  return guarded([&] {
    Model<float>& model = handle.session().model();
    expect_trait(model, "traceStep", &ModelTraits::code);
    Trainer& trainer = handle.session().trainer();
    const Matrix<float> x = image_in("traceStep", pixels, model);
    const Matrix<float> noise =
        model.traits().posterior ? batch_in("traceStep", epsilon, model.config().latent_dim) : Matrix<float>(0, 1);
    const RawWeights<float> raw = trainer.raw_weights();
    const StepTrace<float> trace =
        trace_step(model, trainer.optimizer(), x, noise, trainer.beta_at(trainer.step()), trainer.learning_rate());
    for (const ForwardTrace<float>* pass : {&trace.before, &trace.after}) {
      expect_finite("traceStep", "the loss", pass->reconstruction + pass->total_kl());
    }
    return value_of(trace);
  });
}

ActivationsValue activations_of(ModelHandle& handle, const Float32Array& pixels, const Float32Array& z) {
  return guarded([&] {
    const LatentModel<float>& model = latent_model(handle.model_for_measures(), "activations");
    const Matrix<float> x = image_in("activations", pixels, model);
    const Matrix<float> code = batch_in("activations", z, model.config().latent_dim + label_dim(model.config()));
    if (code.cols() != 1) throw_invalid_argument("activations", "one z", std::to_string(code.cols()));
    return ActivationsValue{layers_out("activations", model.encoder_activations(x)),
                            layers_out("activations", model.decoder_activations(code))};
  });
}

}  // namespace latentpad::wasm
