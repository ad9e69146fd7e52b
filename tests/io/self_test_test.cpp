#include "io/self_test.h"
#include "io/json.h"

#include "base/format_error.h"
#include "support/catch.h"
#include "support/weight_files.h"

namespace latentpad::test::self_test_test {

namespace {

std::string fault(const std::function<void(nlohmann::json&)>& change) {
  const auto model = random_model();
  nlohmann::json self_test = make_self_test(*model);
  change(self_test);
  return message_of<FormatError>([&] { run_self_test(*model, self_test); });
}

}  // namespace

TEST_CASE("A model passes its own self-test, also after serialization") {
  const auto model = random_model();
  CHECK_NOTHROW(run_self_test(*model, make_self_test(*model)));
  CHECK_NOTHROW(run_self_test(*model, nlohmann::json::parse(make_self_test(*model).dump())));
}

TEST_CASE("A self-test has an input with ink and all results") {
  const nlohmann::json self_test = make_self_test(*random_model({"vae", 784, {5}, 3, Activation::relu}));
  // About 13 % of 784; a blank input would not test the weights of the first layer.
  CHECK(self_test["ink"].size() > 70);
  CHECK(self_test["ink"].size() < 140);
  CHECK(self_test["mu"].size() == 3);
  CHECK(self_test["log_var"].size() == 3);
  CHECK(self_test["reconstruction"].size() == 784);
}

TEST_CASE("Other weights fail the self-test") {
  const auto model = random_model(), other = random_model(kSmallConfig, 2);
  CHECK_THROWS_AS(run_self_test(*other, make_self_test(*model)), FormatError);
}

TEST_CASE("Any wrong weight fails the self-test") {
  const auto model = random_model({"vae", 40, {30}, 2, Activation::tanh});
  const nlohmann::json self_test = make_self_test(*model);
  for (Parameter<float>* p : model->parameters()) {
    CAPTURE(p->name);
    const WeightMatrix<float> kept = p->value;
    p->value = (p->value.array() * 1.2f + 0.1f).matrix();
    CHECK_THROWS_AS(run_self_test(*model, self_test), FormatError);
    p->value = kept;
  }
  CHECK_NOTHROW(run_self_test(*model, self_test));
}

TEST_CASE("Rounding differences between machines pass, larger ones fail") {
  const auto model = random_model();
  const auto shifted = [&model](double by) {
    nlohmann::json self_test = make_self_test(*model);
    self_test["mu"][1] = self_test["mu"][1].get<double>() + by;
    return self_test;
  };
  CHECK_NOTHROW(run_self_test(*model, shifted(5e-4)));
  CHECK_THROWS_AS(run_self_test(*model, shifted(0.01)), FormatError);
}

TEST_CASE("The first wrong number is reported, with both values") {
  CHECK_THAT(fault([](nlohmann::json& t) { t["mu"][1] = 123.5; }), contains("expected mu[1] = \"123.5\", got"));
  CHECK_THAT(fault([](nlohmann::json& t) { t["log_var"][0] = -123.5; }), contains("expected log_var[0]"));
  CHECK_THAT(fault([](nlohmann::json& t) { t["reconstruction"][11] = 2; }), contains("expected reconstruction[11]"));
  CHECK_THAT(fault([](nlohmann::json& t) { t["mu"][0] = nullptr; }), contains("expected mu[0] = \"null\""));
}

TEST_CASE("Malformed self-tests are rejected") {
  for (const char* text : {"[]", "null", "{}", R"({"ink": 3})"}) {
    CHECK_THAT(fault([text](nlohmann::json& t) { t = nlohmann::json::parse(text); }),
               contains("expected an object with a list \"ink\""));
  }
  for (const char* pixel : {"12", "-1", "1.5", "\"3\"", "18446744073709551615"}) {
    CHECK_THAT(fault([pixel](nlohmann::json& t) { t["ink"][0] = nlohmann::json::parse(pixel); }),
               contains("expected \"ink\" to list pixels of the image, got \""));
  }
  CHECK_THAT(fault([](nlohmann::json& t) { t.erase("log_var"); }), contains("expected 2 numbers under \"log_var\""));
  CHECK_THAT(fault([](nlohmann::json& t) { t["mu"].push_back(0); }), contains("expected 2 numbers under \"mu\""));
  CHECK_THAT(fault([](nlohmann::json& t) { t["mu"] = "x"; }), contains("expected 2 numbers under \"mu\""));
}

TEST_CASE("Non-finite results are rejected without a self-test") {
  const auto model = random_model();
  CHECK_NOTHROW(expect_finite_results(*model));
  for (Parameter<float>* p : model->parameters()) p->value.setConstant(1e38f);
  CHECK_THROWS_AS(expect_finite_results(*model), FormatError);
}

}  // namespace latentpad::test::self_test_test
