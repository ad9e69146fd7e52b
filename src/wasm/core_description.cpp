#include "wasm/core_description.h"

#include "models/model_kind.h"
#include "models/settings.h"

namespace latentpad::wasm {
namespace {

val list_of(const std::vector<std::string_view>& names) {
  val list = val::array();
  for (const std::string_view name : names) list.call<void>("push", std::string(name));
  return list;
}

}  // namespace

val traits_out(const ModelTraits& traits) {
  val out = val::object();
  out.set("code", traits.code);
  out.set("posterior", traits.posterior);
  out.set("conditional", traits.conditional);
  out.set("exactLikelihood", traits.exact_likelihood);
  out.set("bound", traits.bound);
  out.set("generates", traits.generates);
  return out;
}

val describe_core() {
  return guarded([] {
    val kinds = val::array(), settings = val::object(), core = val::object();
    for (const ModelKind& kind : model_kinds()) {
      val out = val::object();
      out.set("name", std::string(kind.name));
      out.set("traits", traits_out(kind.traits));
      out.set("leastHidden", static_cast<double>(kind.least_hidden));
      out.set("mostHidden", static_cast<double>(kind.most_hidden));
      out.set("usualUnits", static_cast<double>(kind.usual_units));
      out.set("likelihoods", kind.any_likelihood ? list_of(likelihood_names()) : list_of({LikelihoodSpec{}.name}));
      kinds.call<void>("push", out);
    }
    for (const NumberSetting& setting : kNumberSettings) {
      val out = val::object();
      out.set("least", setting.least);
      out.set("most", setting.most);
      out.set("usual", setting.usual);
      out.set("isWhole", setting.is_whole);
      out.set("isAboveLeast", setting.is_above_least);
      settings.set(std::string(setting.name), out);
    }
    core.set("kinds", kinds);
    core.set("settings", settings);
    core.set("likelihoods", list_of(likelihood_names()));
    core.set("layers", list_of(layer_types()));
    return core;
  });
}

}  // namespace latentpad::wasm
