#include "models/encoder_decoder.h"

#include <cmath>

#include "support/catch.h"

namespace latentpad::test::encoder_decoder_test {

TEST_CASE("The decoder mirrors the encoder") {
  const ModelConfig config{"vae", 11, {7, 5}, 3, Activation::relu};
  CHECK(encoder_sizes(config) == std::vector<Index>{11, 7, 5});
  CHECK(decoder_sizes(config) == std::vector<Index>{3, 5, 7, 11});
  const ModelConfig shallow{"ae", 11, {}, 3, Activation::relu};
  CHECK(encoder_sizes(shallow) == std::vector<Index>{11});
  CHECK(decoder_sizes(shallow) == std::vector<Index>{3, 11});
}

TEST_CASE("Only heads that read the image itself read something sparse") {
  CHECK(head_input({"vae", 11, {}, 3, Activation::relu}) == InputKind::sparse);
  CHECK(head_input({"vae", 11, {7}, 3, Activation::relu}) == InputKind::dense);
}

TEST_CASE("A bias is set to the logits of means, clamped so that nothing is impossible") {
  Parameter<double> bias("b", 1, 5, 1);
  Vector<double> mean(5);
  mean << 0.0, 0.0005, 0.2, 0.9995, 1.0;
  set_bias_to_logit(mean, bias);
  CHECK_THAT(bias.value(0), near(-std::log(999.0), 1e-6));
  CHECK(bias.value(1) == bias.value(0));
  CHECK_THAT(bias.value(2), near(-std::log(4.0), 1e-6));
  CHECK_THAT(bias.value(3), near(std::log(999.0), 1e-6));
  CHECK(bias.value(4) == bias.value(3));
  for (const Index size : {0, 4, 6}) {
    CHECK_THAT(message_of<std::invalid_argument>([&] { set_bias_to_logit(Vector<double>::Zero(size), bias); }),
               contains("expected 5 mean pixels, got " + std::to_string(size)));
  }
}

}  // namespace latentpad::test::encoder_decoder_test
