// Training with a learned prior.
#include "io/config_json.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "io/strict_json.h"
#include "support/catch.h"
#include "support/every_engine.h"
#include "support/models.h"
#include "support/synthetic_digits.h"
#include "support/weight_files.h"
#include "training/cost.h"
#include "training/session.h"
#include "training/step_trace.h"

namespace latentpad::test::prior_runs_test {

namespace {

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(24, 4, 1);
  return kDigits;
}

ModelConfig config_of(const char* prior, Index components = 6) {
  ModelConfig config{"vae", 784, {8}, 2, Activation::relu};
  config.prior = {prior, components};
  return config;
}

TrainingConfig settings(ObjectiveKind objective = ObjectiveKind::elbo) {
  TrainingConfig config;
  config.batch_size = 7;
  config.learning_rate = 1e-2;
  config.objective = objective;
  config.importance_samples = objective == ObjectiveKind::iwae ? 3 : 1;
  return config;
}

}  // namespace

TEST_CASE("A run with a learned prior gives the same weights on every machine, in every engine and build") {
  struct Row {
    const char* prior;
    ObjectiveKind objective;
    const char *exact, *fused;
  };
  for (const Row& row : {Row{"mixture", ObjectiveKind::elbo, "9ee78e4905bd842b", "d722fa177c12f5f3"},
                         Row{"mixture", ObjectiveKind::iwae, "757ee77bcc509c2d", "8edb660059a79f7f"},
                         Row{"vamp", ObjectiveKind::elbo, "6b4e18d707dd2576", "143598304995ad8b"},
                         Row{"vamp", ObjectiveKind::iwae, "7a6c037e2615bc77", "e97624cd87fefb5e"}}) {
    CAPTURE(row.prior, objective_name(row.objective));
    with_every_engine([&] {
      const auto session = Session::create(config_of(row.prior), settings(row.objective), &digits());
      session->trainer().run(digits().train_images(), 20);
      CHECK(checksum(session->model()) == pinned(row.exact, row.fused));
    });
  }
}

TEST_CASE("Training with a learned prior lowers the loss and changes the prior's parameters") {
  for (const char* prior : {"mixture", "vamp"}) {
    CAPTURE(prior);
    const auto session = Session::create(config_of(prior), settings(), &digits());
    std::vector<WeightMatrix<float>> before;
    for (const Parameter<float>* p : session->model().parameters()) before.push_back(p->value);
    const double first = session->trainer().run(digits().train_images(), 5).terms.negative_elbo();
    session->trainer().run(digits().train_images(), 60);
    CHECK(session->trainer().run(digits().train_images(), 5).terms.negative_elbo() < first - 5.0);
    const ParameterList<float> parameters = session->model().parameters();
    for (std::size_t i = 0; i < before.size(); ++i) {
      CAPTURE(parameters[i]->name);
      CHECK(parameters[i]->value != before[i]);
    }
  }
}

TEST_CASE("A run with a learned prior that is saved and resumed is bit-identical to an uninterrupted run") {
  for (const char* prior : {"mixture", "vamp"}) {
    CAPTURE(prior);
    const auto create = [&] { return Session::create(config_of(prior), settings(), &digits()); };
    const auto whole = create(), first = create();
    whole->trainer().run(digits().train_images(), 12);
    first->trainer().run(digits().train_images(), 5);
    const auto second = Session::load(first->save(&digits(), std::nullopt, false, true), std::nullopt);
    CHECK(second->model().config() == config_of(prior));
    second->trainer().run(digits().train_images(), 7);
    CHECK(checksum(second->model()) == checksum(whole->model()));
  }
}

TEST_CASE("A file has the prior in its configuration and its tensors, and without metadata it is recognized") {
  for (const char* prior : {"mixture", "vamp"}) {
    CAPTURE(prior);
    const auto session = Session::create(config_of(prior), settings(), &digits());
    const Bytes file = session->save(&digits(), std::nullopt, false, false);
    Safetensors content = parse_safetensors(file);
    const nlohmann::json config = parse_strict_json(content.metadata.at("latentpad.config"));
    CHECK(config.at("prior") == prior);
    CHECK(config.at("components") == 6);
    const std::string name = std::string(prior) == "vamp" ? "prior.pseudo_inputs" : "prior.means";
    CHECK(content.tensors.at(name).shape == std::vector<std::uint64_t>{6, std::string(prior) == "vamp" ? 784u : 2u});
    content.metadata.clear();
    const LoadedModel loaded = load_model(serialize_safetensors(content));
    CHECK(loaded.model->config() == config_of(prior));
    CHECK(checksum(*loaded.model) == checksum(session->model()));
    // Without it the others belong to no model, or are a VAE with N(0, I).
    content.tensors.erase(name);
    if (std::string(prior) == "mixture") {
      CHECK_THROWS_AS(load_model(serialize_safetensors(content)), FormatError);
    } else {
      CHECK(load_model(serialize_safetensors(content)).model->config().prior == PriorSpec{});
    }
  }
  const nlohmann::json standard = to_json(ModelConfig{});
  CHECK(standard.count("prior") == 0);
  CHECK(standard.count("components") == 0);
}

TEST_CASE("A file that claims more components than it has numbers is rejected before memory is allocated") {
  const auto session = Session::create(config_of("vamp", 1), settings(), &digits());
  Safetensors content = parse_safetensors(session->save(&digits(), std::nullopt, false, false));
  nlohmann::json config = parse_strict_json(content.metadata.at("latentpad.config"));
  config["components"] = 1000;
  content.metadata["latentpad.config"] = config.dump();
  CHECK_THAT(message_of<FormatError>([&] { load_model(serialize_safetensors(content)); }), contains("numbers"));
}

TEST_CASE("The cost of a model with a learned prior has its exact number of parameters") {
  for (const char* prior : {"mixture", "vamp"}) {
    for (const std::vector<LayerSpec>& hidden : {std::vector<LayerSpec>{}, {30}, {40, 25}}) {
      ModelConfig config = config_of(prior);
      config.hidden = hidden;
      const auto model = make_model<float>(config);
      double parameters = 0.0;
      for (const Parameter<float>* p : model->parameters()) parameters += static_cast<double>(p->value.size());
      CHECK(cost_of(config, settings()).parameters == parameters);
      config.prior = {};
      CHECK(cost_of(config, settings()).step_multiply_adds <= cost_of(model->config(), settings()).step_multiply_adds);
    }
  }
}

TEST_CASE("The trace of a step has the KL term of the sample, and leaves the model as it is") {
  for (const char* prior : {"mixture", "vamp"}) {
    CAPTURE(prior);
    const auto session = Session::create(config_of(prior), settings(), &digits());
    const std::string before = checksum(session->model());
    Matrix<float> x = Matrix<float>::Zero(784, 1);
    x.topRows(100).setOnes();
    const Matrix<float> epsilon = Matrix<float>::Constant(2, 1, 0.5f);
    const StepTrace<float> trace = trace_step(session->model(), session->trainer().optimizer(), x, epsilon, 1.0, 1e-3);
    REQUIRE(trace.before.kl.size() == 1);
    Matrix<float> mu, log_var;
    const LatentModel<float>& model = latent(session->model());
    model.encode(x, mu, log_var);
    double log_q = 0.0;
    for (Index d = 0; d < 2; ++d) log_q -= 0.5 * (0.25 + static_cast<double>(log_var(d)));
    CHECK_THAT(trace.before.total_kl(), near(log_q - model.prior().log_density(trace.before.z.data()), 1e-6));
    CHECK(trace.parameters.size() == session->model().parameters().size());
    CHECK(trace.parameters.back().change_norm > 0.0);
    CHECK(checksum(session->model()) == before);
  }
}

}  // namespace latentpad::test::prior_runs_test
