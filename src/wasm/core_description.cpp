#include "wasm/core_description.h"

#include "models/likelihood.h"
#include "models/training_config.h"

namespace latentpad::wasm {

CoreDescription describe_core() {
  return guarded([] {
    val kinds = val::array(), settings = val::object();
    for (const ModelKind& kind : model_kinds()) {
      const Texts likelihoods(kind.any_likelihood ? texts_out(likelihood_names())
                                                  : texts_out(std::vector<std::string>{LikelihoodSpec{}.name}));
      const Texts priors(kind.any_prior ? texts_out(prior_names())
                                        : texts_out(std::vector<std::string>{PriorSpec{}.name}));
      kinds.call<void>("push", KindValue{text_out(kind.name), kind.traits, static_cast<double>(kind.min_hidden),
                                         static_cast<double>(kind.max_hidden), static_cast<double>(kind.default_units),
                                         likelihoods, priors});
    }
    for (const NumberSetting& setting : kNumberSettings) settings.set(std::string(setting.name), setting);
    for_each_training_number(
        [&](const auto& number) { settings.set(std::string(number.setting.name), number.setting); });
    val likelihoods = val::object();
    for (const std::string_view name : likelihood_names()) {
      const auto likelihood = make_likelihood<float>({.name = std::string(name)});
      std::vector<std::string_view> modes;
      for (const PixelMode mode : kPixelModes) {
        if (likelihood->is_density_on(mode)) modes.push_back(pixel_mode_name(mode));
      }
      likelihoods.set(std::string(name), texts_out(modes));
    }
    return CoreDescription{KindList(kinds), SettingTable(settings), LikelihoodTable(likelihoods),
                           Texts(texts_out(layer_types()))};
  });
}

}  // namespace latentpad::wasm
