#include "training/session.h"

#include "support/catch.h"
#include "support/synthetic_digits.h"
#include "support/weight_files.h"

namespace latentpad::test::session_test {

namespace {

const ModelConfig kConfig{"vae", 784, {12}, 2, Activation::relu};

TrainingConfig settings(std::uint64_t seed = 1) {
  TrainingConfig config;
  config.batch_size = 7;
  config.seed = seed;
  return config;
}

const Digits& digits() {
  static const Digits kDigits = synthetic_digits(24, 4, 1);
  return kDigits;
}

std::unique_ptr<Session> trained_session(std::uint64_t steps) {
  auto session = Session::create(kConfig, settings(), &digits());
  session->trainer().run(digits().train_images(), steps);
  return session;
}

Bytes saved(Session& session, bool half = false, bool resumable = false) {
  return session.save(&digits(), std::nullopt, half, resumable);
}

std::string checksum_of(Session& session) { return checksum(session.model()); }

}  // namespace

TEST_CASE("A run that is saved and resumed gives the bits of the unbroken run") {
  const auto unbroken = trained_session(20);
  const auto first_half = trained_session(10);
  const auto second_half = Session::load(saved(*first_half, false, true), std::nullopt);
  CHECK(second_half->trainer().step() == 10);
  CHECK(second_half->trainer().config() == settings());
  second_half->trainer().run(digits().train_images(), 10);
  CHECK(checksum_of(*second_half) == checksum_of(*unbroken));
  CHECK(second_half->trainer().optimizer().first_moments() == unbroken->trainer().optimizer().first_moments());
  CHECK(second_half->trainer().optimizer().second_moments() == unbroken->trainer().optimizer().second_moments());
  // Saved at the end, both files are the same, byte for byte.
  CHECK(saved(*second_half, false, true) == saved(*unbroken, false, true));
}

TEST_CASE("A run whose batch size changed resumes with the digit that is next") {
  TrainingConfig smaller = settings();
  smaller.batch_size = 3;
  const auto unbroken = trained_session(4), first_half = trained_session(4);
  for (const auto& session : {unbroken.get(), first_half.get()}) {
    session->trainer().set_config(smaller);
    session->trainer().run(digits().train_images(), 2);
  }
  unbroken->trainer().run(digits().train_images(), 5);
  const auto second_half = Session::load(saved(*first_half, false, true), std::nullopt);
  CHECK(second_half->trainer().position().presentations == 4 * 7 + 2 * 3);
  second_half->trainer().run(digits().train_images(), 5);
  CHECK(checksum_of(*second_half) == checksum_of(*unbroken));
}

TEST_CASE("A file without the optimiser's state starts at step 0 from its weights") {
  const auto session = trained_session(10);
  const auto loaded = Session::load(saved(*session), std::nullopt);
  CHECK(loaded->trainer().step() == 0);
  CHECK(checksum_of(*loaded) == checksum_of(*session));
  CHECK(loaded->trainer().config() == settings());
  // It is the file's settings that are the default, and what is asked for that counts.
  CHECK(Session::load(saved(*session), settings(5))->trainer().config() == settings(5));
  CHECK(Session::load(without_metadata(saved(*session)), std::nullopt)->trainer().config() == TrainingConfig{});
}

TEST_CASE("A resumed run accepts only the changes that a running one accepts") {
  const auto session = trained_session(3);
  const Bytes file = saved(*session, false, true);
  CHECK_THAT(message_of<std::invalid_argument>([&] { Session::load(file, settings(2)); }),
             contains("belongs to a run that has begun"));
  TrainingConfig slower = settings();
  slower.learning_rate = 1e-4;
  slower.beta = 0.5;
  const auto resumed = Session::load(file, slower);
  CHECK(resumed->trainer().config() == slower);
  CHECK(resumed->trainer().step() == 3);
}

TEST_CASE("A new session has the weights of its seed and the output bias of its training digits") {
  const auto session = Session::create(kConfig, settings(), &digits());
  const auto model = make_model<float>(kConfig);
  model->initialize(1);
  CHECK(session->model().parameters()[0]->value == model->parameters()[0]->value);
  // The held-out digits take no part.
  model->set_output_bias(mean_pixels(digits().train_images(), 784));
  CHECK(checksum_of(*session) == checksum(*model));
  CHECK(checksum_of(*Session::create(kConfig, settings(2), &digits())) != checksum_of(*session));
  CHECK_FALSE(session->loaded_record().has_value());
  // Without digits the bias is drawn like the rest.
  const auto plain = make_model<float>(kConfig);
  plain->initialize(1);
  CHECK(checksum_of(*Session::create(kConfig, settings(), nullptr)) == checksum(*plain));
}

TEST_CASE("Impossible configurations make no session") {
  TrainingConfig bad = settings();
  bad.batch_size = 0;
  CHECK_THROWS_AS(Session::create(kConfig, bad, &digits()), std::invalid_argument);
  CHECK_THROWS_AS(Session::create({"vae", 784, {12}, 0, Activation::relu}, settings(), &digits()),
                  std::invalid_argument);
  CHECK_THROWS_AS(Session::load(Bytes(100), std::nullopt), FormatError);
}

TEST_CASE("Reset goes back to where the session began, and from there the same way") {
  const auto session = Session::create(kConfig, settings(), &digits());
  const std::string start = checksum_of(*session);
  session->trainer().run(digits().train_images(), 5);
  const std::string end = checksum_of(*session);
  session->reset();
  CHECK(checksum_of(*session) == start);
  CHECK(session->trainer().step() == 0);
  session->trainer().run(digits().train_images(), 5);
  CHECK(checksum_of(*session) == end);
}

TEST_CASE("Reset of a resumed session goes back to the file") {
  const auto session = trained_session(4);
  const auto resumed = Session::load(saved(*session, false, true), std::nullopt);
  resumed->trainer().run(digits().train_images(), 6);
  const std::string end = checksum_of(*resumed);
  resumed->reset();
  CHECK(checksum_of(*resumed) == checksum_of(*session));
  CHECK(resumed->trainer().step() == 4);
  resumed->trainer().run(digits().train_images(), 6);
  CHECK(checksum_of(*resumed) == end);
}

TEST_CASE("A session takes over a resumable run of the same model, and reset still leads back to its own beginning") {
  const auto unbroken = trained_session(9);
  const auto other = trained_session(4);
  const auto session = Session::create(kConfig, settings(2), &digits());
  const std::string start = checksum_of(*session);
  session->trainer().run(digits().train_images(), 2);
  session->resume(saved(*other, false, true));
  CHECK(session->trainer().step() == 4);
  CHECK(session->trainer().config() == settings());
  session->trainer().run(digits().train_images(), 5);
  CHECK(checksum_of(*session) == checksum_of(*unbroken));
  session->reset();
  CHECK(checksum_of(*session) == start);
}

TEST_CASE("A file that cannot be resumed from leaves the session as it was") {
  const auto session = trained_session(3);
  const std::string before = checksum_of(*session);
  const auto refusal = [&session](const Bytes& file) {
    return message_of<FormatError>([&] { session->resume(file); });
  };
  CHECK_THAT(refusal(saved(*trained_session(1))), contains("expected a file with optimiser state"));
  const auto wider = Session::create({"vae", 784, {13}, 2, Activation::relu}, settings(), nullptr);
  CHECK_THAT(refusal(saved(*wider, false, true)), contains("expected a file of the same architecture"));
  Bytes cut = saved(*trained_session(1), false, true);
  cut.pop_back();
  CHECK_THAT(refusal(cut), contains("cut off"));
  CHECK(checksum_of(*session) == before);
  CHECK(session->trainer().step() == 3);
}

TEST_CASE("A saved file tells how its weights came to be") {
  const auto session = trained_session(10);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const LoadedModel loaded = load_model(session->save(&digits(), score, false, false));
  REQUIRE(loaded.record.has_value());
  CHECK(loaded.record->config == settings());
  CHECK(loaded.record->step == 10);
  CHECK(loaded.record->data == "bars");
  CHECK(loaded.record->train_examples == 20);
  CHECK(loaded.record->epochs == 3.5);  // 10 batches of 7 over 20 digits
  REQUIRE(loaded.record->validation.has_value());
  CHECK(loaded.record->validation->negative_elbo == 104.5);
  CHECK(session->epochs(20) == 3.5);
  CHECK(session->epochs(0) == 0.0);
}

TEST_CASE("Weights that were never trained here keep the record they came with") {
  const auto session = trained_session(10);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const auto loaded = Session::load(session->save(&digits(), score, false, false), settings(77));
  const LoadedModel again = load_model(loaded->save(nullptr, std::nullopt, true, false));
  REQUIRE(again.record.has_value());
  CHECK(again.record->step == 10);
  CHECK(again.record->data == "bars");
  CHECK(again.record->epochs == 3.5);
  CHECK(again.record->validation->negative_elbo == 104.5);
  // The settings that made these weights, not those asked for here.
  CHECK(again.record->config == settings());
}

TEST_CASE("Trained further, a file no longer claims the score of the weights it began with") {
  const auto session = trained_session(10);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const auto loaded = Session::load(session->save(&digits(), score, false, true), std::nullopt);
  loaded->trainer().run(digits().train_images(), 1);
  const LoadedModel again = load_model(saved(*loaded));
  CHECK(again.record->step == 11);
  CHECK_FALSE(again.record->validation.has_value());
}

TEST_CASE("Optimiser state without a record cannot be resumed") {
  const auto session = trained_session(3);
  const Bytes file =
      changed(saved(*session, false, true), [](Safetensors& content) { content.metadata.erase("latentpad.training"); });
  CHECK_THAT(message_of<FormatError>([&] { Session::load(file, std::nullopt); }), contains("cannot be resumed"));
}

TEST_CASE("A file to resume from is refused in half precision") {
  const auto session = trained_session(1);
  CHECK_THROWS_AS(saved(*session, true, true), std::invalid_argument);
}

}  // namespace latentpad::test::session_test
