#include "models/model.h"

#include "support/catch.h"
#include "support/random_matrix.h"

namespace latentpad::test::model_test {

namespace {

const ModelConfig kVae{"vae", 6, {4}, 2, Activation::relu}, kAe{"ae", 6, {4}, 2, Activation::relu},
    kFvbn{"fvbn", 6, {}, 0, Activation::relu}, kMade{"made", 6, {4}, 0, Activation::relu};

std::string refusal(const ModelConfig& config, bool ModelTraits::* capability) {
  const auto model = make_model<double>(config);
  return message_of<std::invalid_argument>([&] { expect_trait(*model, "some_question", capability); });
}

}  // namespace

TEST_CASE("Each model supports the operations of its traits, and no others") {
  struct Row {
    ModelConfig config;
    bool code, posterior, exact;
  };
  for (const Row& row : {Row{kVae, true, true, false},
                         {kAe, true, false, false},
                         {kFvbn, false, false, true},
                         {kMade, false, false, true}}) {
    CAPTURE(row.config.model);
    const auto model = make_model<float>(row.config);
    CHECK(model->traits().code == row.code);
    CHECK(model->traits().posterior == row.posterior);
    CHECK(model->traits().exact_likelihood == row.exact);
    const Matrix<float> x = random_ink<float>(6, 2, 0.5, 1), z = Matrix<float>::Zero(2, 2);
    Matrix<float> mu, log_var, logits;
    const auto ask = [&](bool can, const char* name, const auto& question) {
      const std::string answer = message_of<std::invalid_argument>(question);
      CHECK(answer.find(can ? "(nothing was thrown)" : name) == 0);
    };
    ask(row.code, "encode:", [&] { latent_model(*model, "encode").encode(x, mu, log_var); });
    ask(row.code, "decode:", [&] { latent_model(*model, "decode").decode(z, logits); });
    ask(row.exact, "conditional_logits:", [&] {
      autoregressive_model(*model, "conditional_logits").conditional_logits(x, logits);
    });
    CHECK_NOTHROW(model->expect_valid_parameters());
  }
}

TEST_CASE("The error of an unsupported operation names the operation, the models that support it, and the model") {
  CHECK(refusal(kFvbn, &ModelTraits::code) ==
        "some_question: expected a model that has it (vae, cvae, hvae and ae), got fvbn");
  CHECK(refusal(kAe, &ModelTraits::posterior) ==
        "some_question: expected a model that has it (vae, cvae and hvae), got ae");
  CHECK(refusal(kAe, &ModelTraits::closed_form) ==
        "some_question: expected a model that has it (vae and cvae), got ae");
  CHECK(refusal(kVae, &ModelTraits::exact_likelihood) ==
        "some_question: expected a model that has it (fvbn and made), got vae");
  CHECK(refusal(kVae, &ModelTraits::posterior) == "(nothing was thrown)");
}

TEST_CASE("The negative ELBO is the sum of both loss terms") { CHECK(LossTerms{3.0, 0.5}.negative_elbo() == 3.5); }

}  // namespace latentpad::test::model_test
