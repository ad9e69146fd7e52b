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

TEST_CASE("Importance weights are rejected with the name of the model that has none") {
  CHECK_NOTHROW(expect_elbo({ObjectiveKind::elbo, 4.0, 1}, "made"));
  CHECK_THAT(message_of<std::invalid_argument>([] { expect_elbo({ObjectiveKind::iwae, 1.0, 5}, "made"); }),
             contains("expected a vae, which has importance weights; got a model of kind made"));
}

}  // namespace latentpad::test::objective_test
