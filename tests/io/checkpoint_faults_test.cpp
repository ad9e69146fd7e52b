// Weight files that are valid safetensors, but invalid otherwise.
#include <cstring>
#include <limits>

#include "io/checkpoint.h"
#include "support/catch.h"
#include "support/weight_files.h"

namespace latentpad::test::checkpoint_faults_test {

namespace {

std::string fault(const Bytes& file) {
  return message_of<FormatError>([&file] { load_model(file); });
}

std::string fault_after(const std::function<void(Safetensors&)>& change) {
  return fault(changed(small_file(), change));
}

std::string fault_with_metadata(const std::string& key, const std::string& value) {
  return fault_after([&](Safetensors& content) { content.metadata[key] = value; });
}

Bytes resumable_file() {
  const auto model = random_model();
  const Adam<float> adam(model->parameters());
  return save_model(*model, {}, {false, &adam});
}

}  // namespace

TEST_CASE("The unchanged files are loaded") {
  CHECK_NOTHROW(load_model(small_file()));
  CHECK_NOTHROW(load_model(resumable_file()));
}

TEST_CASE("One changed bit of a weight fails the checksum") {
  const Bytes file = small_file();
  std::uint64_t header_size = 0;
  std::memcpy(&header_size, file.data(), 8);
  for (std::size_t at = 8 + static_cast<std::size_t>(header_size); at < file.size(); at += 61) {
    Bytes damaged = file;
    damaged[at] ^= 1;
    CAPTURE(at);
    CHECK_THAT(fault(damaged), contains("checksum"));
  }
}

TEST_CASE("Weights with other results than when saved fail the self-test") {
  // As by a bug in the core: the weights match the checksum, but the results do not match.
  CHECK_THAT(fault_after([](Safetensors& content) {
               std::string& text = content.metadata["latentpad.self_test"];
               text.replace(text.find("\"mu\":["), 6, "\"mu\":[9");
             }),
             contains("self-test: expected mu[0]"));
  CHECK_THAT(fault_with_metadata("latentpad.self_test", "{}"), contains("self-test: expected an object with a list"));
  CHECK_THAT(fault_with_metadata("latentpad.self_test", "{"), contains("latentpad.self_test: not valid JSON"));
  // Another architecture's self-test, consistent in itself.
  const Bytes other = save_model(*random_model({"vae", 12, {5}, 3, Activation::relu}), {}, {});
  CHECK_THAT(fault_with_metadata("latentpad.self_test", parse_safetensors(other).metadata.at("latentpad.self_test")),
             contains("self-test: expected 2 numbers under \"mu\""));
}

TEST_CASE("A missing tensor is reported by name") {
  for (const char* name : {"encoder.0.bias", "mu.weight", "log_var.bias", "decoder.1.weight"}) {
    CHECK_THAT(fault_after([name](Safetensors& content) {
                 content.tensors.erase(name);
                 content.tensors["spare"] = {"F32", {100}, Bytes(400)};  // enough numbers, with another name
               }),
               contains("the tensor \"" + std::string(name) + "\" is missing"));
  }
}

TEST_CASE("A superfluous tensor is reported by name") {
  CHECK_THAT(fault_after([](Safetensors& content) { content.tensors["encoder.1.weight"] = {"F32", {1}, Bytes(4)}; }),
             contains("unexpected tensor \"encoder.1.weight\""));
  for (const std::string& name :
       {std::string("__proto__"), std::string(), std::string("a\0b", 3), std::string(10'000, 'x')}) {
    const std::string message =
        fault_after([&name](Safetensors& content) { content.tensors[name] = {"F32", {1}, Bytes(4)}; });
    CHECK_THAT(message, contains("unexpected tensor"));
    CHECK(message.size() < 200);
  }
  // Moments without their metadata.
  CHECK_THAT(fault(changed(resumable_file(), [](Safetensors& c) { c.metadata.erase("latentpad.optimizer"); })),
             contains("unexpected tensor \"optimizer.first.decoder.0.bias\""));
}

TEST_CASE("A tensor of another shape is rejected with the expected and the actual shape") {
  CHECK_THAT(fault_after([](Safetensors& c) { c.tensors["encoder.0.weight"].shape = {12, 5}; }),
             contains("tensor \"encoder.0.weight\": expected shape [5, 12], got [12, 5]"));
  CHECK_THAT(fault_after([](Safetensors& c) { c.tensors["encoder.0.weight"].shape = {60}; }), contains("got [60]"));
  CHECK_THAT(fault_after([](Safetensors& c) { c.tensors["encoder.0.bias"].shape = {5, 1}; }),
             contains("expected shape [5], got [5, 1]"));
  CHECK_THAT(fault_after([](Safetensors& c) { c.tensors["mu.bias"] = {"F32", {}, Bytes(4)}; }),
             contains("expected shape [2], got []"));
}

TEST_CASE("A tensor of another type is rejected by name") {
  for (const char* dtype : {"I32", "I64", "U8"}) {
    CHECK_THAT(
        fault_after([dtype](Safetensors& c) { c.tensors["mu.bias"] = {dtype, {2}, Bytes(2 * dtype_bytes(dtype))}; }),
        contains("tensor \"mu.bias\": expected dtype F32, F16, BF16 or F64, got " + std::string(dtype)));
  }
}

TEST_CASE("A non-finite number is reported by name and position") {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
    CHECK_THAT(fault_after([value](Safetensors& c) { put(c, "decoder.1.weight", 7, value); }),
               contains("tensor \"decoder.1.weight\" is not finite at position 7"));
  }
  CHECK_THAT(fault_after([](Safetensors& c) { c.tensors["mu.bias"] = {"F16", {2}, {0, 0, 0, 0x7c}}; }),
             contains("tensor \"mu.bias\" is not finite at position 1"));
}

TEST_CASE("Finite weights with non-finite results are rejected") {
  const auto huge = [](Safetensors& content) {
    content.metadata.clear();
    for (auto& [name, tensor] : content.tensors) {
      for (std::size_t i = 0; i < tensor.bytes.size() / 4; ++i) put(content, name, i, 1e38f);
    }
  };
  CHECK_THAT(fault_after(huge), contains("not finite"));
}

TEST_CASE("Large and small weights with finite results are loaded") {
  CHECK_NOTHROW(load_model(changed(small_file(), [](Safetensors& content) {
    content.metadata.clear();
    put(content, "mu.bias", 0, 1e30f);
    put(content, "log_var.bias", 0, -1e38f);
    put(content, "encoder.0.weight", 0, 1e-45f);
  })));
}

TEST_CASE("Errors in the metadata are reported by key") {
  CHECK_THAT(fault_with_metadata("latentpad.version", "2"), contains("expected latentpad.version 1, got \"2\""));
  CHECK_THAT(fault_with_metadata("latentpad.config", "{"), contains("latentpad.config: not valid JSON"));
  CHECK_THAT(fault_with_metadata("latentpad.config", R"({"latent_dim": 2, "latent_dim": 2})"),
             contains("duplicate key"));
  CHECK_THAT(fault_with_metadata("latentpad.config", R"({"latent_dim": 3, "input_dim": 12, "hidden": [5]})"),
             contains("tensor \"mu.weight\": expected shape [3, 5], got [2, 5]"));
  CHECK_THAT(fault_with_metadata("latentpad.training", "[]"), contains("training: expected a JSON object"));
  CHECK_THAT(fault_with_metadata("latentpad.checksum", "0123456789abcdef"), contains("checksum \"0123456789abcdef\""));
}

TEST_CASE("A kilobyte that requires a gigabyte is rejected") {
  CHECK_THAT(
      fault_with_metadata(
          "latentpad.config",
          R"({"input_dim": 4096, "hidden": [4096, 4096, 4096, 4096, 4096, 4096, 4096, 4096], "latent_dim": 512})"),
      contains("the configuration asks for at least"));
}

TEST_CASE("Another activation fails the self-test") {
  CHECK_THAT(fault_with_metadata("latentpad.config",
                                 R"({"input_dim": 12, "hidden": [5], "latent_dim": 2, "activation": "tanh"})"),
             contains("self-test: expected"));
}

TEST_CASE("Errors of the optimizer state are reported") {
  const auto resumable_fault = [](const std::function<void(Safetensors&)>& change) {
    return fault(changed(resumable_file(), change));
  };
  CHECK_THAT(resumable_fault([](Safetensors& c) { c.tensors.erase("optimizer.second.mu.bias"); }),
             contains("the tensor \"optimizer.second.mu.bias\" is missing"));
  CHECK_THAT(resumable_fault([](Safetensors& c) { put(c, "optimizer.second.mu.bias", 1, -1e-9f); }),
             contains("\"optimizer.second.mu.bias\": expected no negative number"));
  CHECK_THAT(resumable_fault(
                 [](Safetensors& c) { put(c, "optimizer.first.mu.bias", 1, std::numeric_limits<float>::quiet_NaN()); }),
             contains("\"optimizer.first.mu.bias\" is not finite"));
  for (const char* text : {"[]", "{}", R"({"steps": -1})", R"({"steps": 1.5})", R"({"steps": "3"})", R"({"steps": 3})",
                           R"({"steps": 3, "presentations": -1})"}) {
    CHECK_THAT(resumable_fault([text](Safetensors& c) { c.metadata["latentpad.optimizer"] = text; }),
               contains("latentpad.optimizer: expected \""));
  }
}

TEST_CASE("Errors of the raw weights of an average are reported") {
  const auto model = random_model();
  const Adam<float> adam(model->parameters());
  const WeightAverage<float> average(model->parameters());
  const Bytes file = save_model(*model, {}, {false, &adam, 0, &average});
  CHECK_NOTHROW(load_model(file));
  const auto averaged_fault = [&file](const std::function<void(Safetensors&)>& change) {
    return fault(changed(file, change));
  };
  CHECK_THAT(averaged_fault([](Safetensors& c) { c.tensors.erase("optimizer.raw.mu.bias"); }),
             contains("the tensor \"optimizer.raw.mu.bias\" is missing"));
  CHECK_THAT(averaged_fault(
                 [](Safetensors& c) { put(c, "optimizer.raw.mu.bias", 1, std::numeric_limits<float>::infinity()); }),
             contains("\"optimizer.raw.mu.bias\" is not finite"));
  for (const char* text : {R"({"averaged": -1, "steps": 3, "presentations": 0})",
                           R"({"averaged": "1", "steps": 3, "presentations": 0})"}) {
    CHECK_THAT(averaged_fault([text](Safetensors& c) { c.metadata["latentpad.optimizer"] = text; }),
               contains("latentpad.optimizer: expected \"averaged\""));
  }
  // Without its number of updates, they belong to no average.
  CHECK_THAT(
      averaged_fault([](Safetensors& c) { c.metadata["latentpad.optimizer"] = R"({"steps": 3, "presentations": 0})"; }),
      contains("unexpected tensor \"optimizer.raw."));
}

TEST_CASE("A number of steps that would overflow is rejected") {
  // The next step would be step 0, whose bias correction divides by zero.
  CHECK_THAT(fault(changed(resumable_file(),
                           [](Safetensors& c) {
                             c.metadata["latentpad.optimizer"] =
                                 R"({"steps": 18446744073709551615, "presentations": 1})";
                           })),
             contains("latentpad.optimizer"));
}

TEST_CASE("Every truncation of a weight file is rejected") {
  const Bytes file = small_file();
  for (std::size_t size = 0; size < file.size(); size += 37) {
    CHECK_THROWS_AS(load_model(std::span(file).first(size)), FormatError);
  }
}

}  // namespace latentpad::test::checkpoint_faults_test
