#include "models/objective.h"

#include "support/catch.h"

namespace latentpad::test::objective_test {

TEST_CASE("Objectives have names, and other names are rejected") {
  for (const ObjectiveKind kind : {ObjectiveKind::elbo, ObjectiveKind::iwae}) {
    CHECK(objective_from_name(objective_name(kind)) == kind);
  }
  CHECK(objective_name(ObjectiveKind::elbo) == "elbo");
  CHECK(objective_name(ObjectiveKind::iwae) == "iwae");
  for (const char* name : {"", "ELBO", "elbo ", "vimco"}) {
    CHECK_THAT(message_of<std::invalid_argument>([name] { objective_from_name(name); }),
               contains("objective: expected one of \"elbo\", \"iwae\", got \"" + std::string(name) + "\""));
  }
  CHECK(message_of<std::invalid_argument>([] { objective_from_name(std::string(10'000, 'x')); }).size() < 120);
}

TEST_CASE("Estimators have names, and other names are rejected") {
  CHECK(estimator_names() == std::vector<std::string_view>{"reparameterized", "stl", "dreg"});
  for (const std::string_view name : estimator_names()) CHECK(estimator_name(estimator_from_name(name)) == name);
  CHECK_THAT(message_of<std::invalid_argument>([] { estimator_from_name("STL"); }),
             contains("estimator: expected one of \"reparameterized\", \"stl\", \"dreg\", got \"STL\""));
}

TEST_CASE("The estimator dreg requires importance weights, and any but the default a posterior") {
  for (const EstimatorKind kind : {EstimatorKind::reparameterized, EstimatorKind::stl}) {
    CHECK_NOTHROW(expect_estimator_of(ObjectiveKind::elbo, kind));
    CHECK_NOTHROW(expect_estimator_of(ObjectiveKind::iwae, kind));
  }
  CHECK_NOTHROW(expect_estimator_of(ObjectiveKind::iwae, EstimatorKind::dreg));
  CHECK_THAT(
      message_of<std::invalid_argument>([] { expect_estimator_of(ObjectiveKind::elbo, EstimatorKind::dreg); }),
      contains(
          "estimator dreg: expected the objective iwae, whose importance weights it uses, got the objective elbo"));
  CHECK_THAT(
      message_of<std::invalid_argument>([] { expect_elbo({ObjectiveKind::elbo, 1.0, 1, EstimatorKind::stl}, "ae"); }),
      contains("estimator stl: expected a vae, which has a posterior q(z | x); got a model of kind ae"));
}

TEST_CASE("Importance weights are rejected with the name of the model that has none") {
  CHECK_NOTHROW(expect_elbo({ObjectiveKind::elbo, 4.0, 1}, "made"));
  CHECK_THAT(message_of<std::invalid_argument>([] { expect_elbo({ObjectiveKind::iwae, 1.0, 5}, "made"); }),
             contains("expected a vae, which has importance weights; got a model of kind made"));
}

}  // namespace latentpad::test::objective_test
