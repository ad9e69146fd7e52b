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

TEST_CASE("A run that is saved and resumed is bit-identical to an uninterrupted run") {
  const auto unbroken = trained_session(20);
  const auto first_half = trained_session(10);
  const auto second_half = Session::load(saved(*first_half, false, true), std::nullopt);
  CHECK(second_half->trainer().step() == 10);
  CHECK(second_half->trainer().config() == settings());
  second_half->trainer().run(digits().train_images(), 10);
  CHECK(checksum_of(*second_half) == checksum_of(*unbroken));
  CHECK(second_half->trainer().optimizer().first_moments() == unbroken->trainer().optimizer().first_moments());
  CHECK(second_half->trainer().optimizer().second_moments() == unbroken->trainer().optimizer().second_moments());
  // Saved at the end, both files are identical.
  CHECK(saved(*second_half, false, true) == saved(*unbroken, false, true));
}

TEST_CASE("A run whose batch size changed resumes with the next digit") {
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

TEST_CASE("A file without optimizer state starts at step 0 from its weights") {
  const auto session = trained_session(10);
  const auto loaded = Session::load(saved(*session), std::nullopt);
  CHECK(loaded->trainer().step() == 0);
  CHECK(checksum_of(*loaded) == checksum_of(*session));
  CHECK(loaded->trainer().config() == settings());
  // The default is the file's settings; explicit settings take precedence.
  CHECK(Session::load(saved(*session), settings(5))->trainer().config() == settings(5));
  CHECK(Session::load(without_metadata(saved(*session)), std::nullopt)->trainer().config() == TrainingConfig{});
}

TEST_CASE("A resumed run accepts the same changes as a running one") {
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
  // The held-out digits are not used.
  model->set_output_bias(mean_pixels(digits().train_images(), 784));
  CHECK(checksum_of(*session) == checksum(*model));
  CHECK(checksum_of(*Session::create(kConfig, settings(2), &digits())) != checksum_of(*session));
  CHECK_FALSE(session->loaded_record().has_value());
  // Without digits the bias is drawn like the weights.
  const auto plain = make_model<float>(kConfig);
  plain->initialize(1);
  CHECK(checksum_of(*Session::create(kConfig, settings(), nullptr)) == checksum(*plain));
}

TEST_CASE("Invalid configurations are rejected") {
  TrainingConfig bad = settings();
  bad.batch_size = 0;
  CHECK_THROWS_AS(Session::create(kConfig, bad, &digits()), std::invalid_argument);
  CHECK_THROWS_AS(Session::create({"vae", 784, {12}, 0, Activation::relu}, settings(), &digits()),
                  std::invalid_argument);
  CHECK_THROWS_AS(Session::load(Bytes(100), std::nullopt), FormatError);
}

TEST_CASE("Reset returns to the start of the session, and training repeats identically") {
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

TEST_CASE("Reset of a resumed session returns to the file") {
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

TEST_CASE("A session resumes a run of the same model, and reset returns to the start of that run") {
  const auto unbroken = trained_session(9);
  const auto other = trained_session(4);
  const auto session = Session::create(kConfig, settings(2), &digits());
  session->trainer().run(digits().train_images(), 2);
  session->resume(saved(*other, false, true));
  CHECK(session->trainer().step() == 4);
  CHECK(session->trainer().config() == settings());
  session->trainer().run(digits().train_images(), 5);
  CHECK(checksum_of(*session) == checksum_of(*unbroken));
  // The run's seed is 1, as are the initial weights.
  session->reset();
  CHECK(checksum_of(*session) == checksum_of(*trained_session(0)));
}

TEST_CASE("A file that cannot be resumed leaves the session unchanged") {
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

TEST_CASE("A saved file has the record of its training") {
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

TEST_CASE("Weights without training in this session keep their record") {
  const auto session = trained_session(10);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const auto loaded = Session::load(session->save(&digits(), score, false, false), settings(77));
  const LoadedModel again = load_model(loaded->save(nullptr, std::nullopt, true, false));
  REQUIRE(again.record.has_value());
  CHECK(again.record->step == 10);
  CHECK(again.record->data == "bars");
  CHECK(again.record->epochs == 3.5);
  CHECK(again.record->validation->negative_elbo == 104.5);
  // The settings of the saved training, not those requested here.
  CHECK(again.record->config == settings());
}

TEST_CASE("After further training, a file no longer has the score of its initial weights") {
  const auto session = trained_session(10);
  const ValidationScore score{104.5, 0.5, 4, PixelMode::thresholded};
  const auto loaded = Session::load(session->save(&digits(), score, false, true), std::nullopt);
  loaded->trainer().run(digits().train_images(), 1);
  const LoadedModel again = load_model(saved(*loaded));
  CHECK(again.record->step == 11);
  CHECK_FALSE(again.record->validation.has_value());
}

TEST_CASE("Optimizer state without a record cannot be resumed") {
  const auto session = trained_session(3);
  const Bytes file =
      changed(saved(*session, false, true), [](Safetensors& content) { content.metadata.erase("latentpad.training"); });
  CHECK_THAT(message_of<FormatError>([&] { Session::load(file, std::nullopt); }), contains("cannot be resumed"));
}

TEST_CASE("A resumable file is rejected in half precision") {
  const auto session = trained_session(1);
  CHECK_THROWS_AS(saved(*session, true, true), std::invalid_argument);
}

namespace {

/// Digits of which every second is a 7, so that a choice of labels changes the mean image.
const Digits& labelled_digits() {
  static const Digits kDigits = [] {
    Digits made = synthetic_digits(40, 6, 2);
    for (std::size_t n = 0; n < made.count(); ++n) made.labels[n] = n % 2 == 0 ? 7 : 3;
    return made;
  }();
  return kDigits;
}

TrainingConfig settings_of(std::uint64_t seed, std::vector<std::uint32_t> labels = TrainingConfig{}.digits) {
  TrainingConfig config = settings(seed);
  config.digits = std::move(labels);
  return config;
}

void train(Session& session, std::uint64_t steps) {
  const Digits chosen = choose_labels(labelled_digits(), session.trainer().config().digits);
  session.trainer().run(chosen.train_examples(session.model().config()), steps);
}

std::string checksum_after(Session& session, std::uint64_t steps) {
  train(session, steps);
  return checksum_of(session);
}

}  // namespace

TEST_CASE("A run resumed in a model with another seed is bit-identical to an uninterrupted run") {
  const auto unbroken = Session::create(kConfig, settings(2), &labelled_digits());
  train(*unbroken, 1);
  const Bytes file = saved(*unbroken, false, true);
  const auto used = Session::create(kConfig, settings(1), &labelled_digits());
  train(*used, 1);
  used->resume(file);
  CHECK(checksum_of(*used) == checksum_of(*unbroken));
  CHECK(checksum_after(*used, 9) == checksum_after(*unbroken, 9));
}

TEST_CASE("A model that is reset and given another seed trains like one created with that seed") {
  const auto fresh = Session::create(kConfig, settings(2), &labelled_digits());
  const auto used = Session::create(kConfig, settings(1), &labelled_digits());
  train(*used, 3);
  used->reset();
  used->set_training(settings(2));
  CHECK(checksum_of(*used) == checksum_of(*fresh));
  CHECK(checksum_after(*used, 9) == checksum_after(*fresh, 9));
  // Reset returns to the initial weights of that seed; with seed 1 again, to its weights.
  used->reset();
  CHECK(checksum_of(*used) == checksum_of(*Session::create(kConfig, settings(2), &labelled_digits())));
  used->set_training(settings(1));
  CHECK(checksum_of(*used) == checksum_of(*Session::create(kConfig, settings(1), &labelled_digits())));
}

TEST_CASE("Seed and digits changed at step 0 give the weights of a model created with them, for every kind") {
  for (const ModelConfig& config :
       {kConfig, ModelConfig{"cvae", 784, {6}, 2, Activation::relu}, ModelConfig{"ae", 784, {6}, 2, Activation::tanh},
        ModelConfig{"fvbn", 784, {}, 0, Activation::relu}, ModelConfig{"made", 784, {6}, 0, Activation::relu}}) {
    CAPTURE(config.model);
    const auto changed = Session::create(config, settings_of(1), &labelled_digits());
    const std::string before = checksum_of(*changed);
    for (const TrainingConfig& other : {settings_of(2), settings_of(1, {7}), settings_of(3, {3, 7, 9})}) {
      const auto fresh = Session::create(config, other, &labelled_digits());
      changed->set_training(other);
      CHECK(checksum_of(*changed) == checksum_of(*fresh));
      CHECK(checksum_of(*changed) != before);
    }
    const auto fresh = Session::create(config, settings_of(3, {3, 7, 9}), &labelled_digits());
    CHECK(checksum_after(*changed, 4) == checksum_after(*fresh, 4));
  }
}

TEST_CASE("The output bias for chosen digits is that of a data set of these digits only") {
  const Digits sevens = choose_labels(labelled_digits(), std::vector<std::uint32_t>{7});
  CHECK(checksum_of(*Session::create(kConfig, settings_of(1, {7}), &labelled_digits())) ==
        checksum_of(*Session::create(kConfig, settings_of(1, {7}), &sevens)));
}

TEST_CASE("A rejected change leaves weights, settings and initial weights unchanged") {
  const auto session = Session::create(kConfig, settings(1), &labelled_digits());
  const std::string first = checksum_of(*session);
  CHECK_THROWS_AS(session->set_training(settings_of(2, {8})), std::invalid_argument);
  TrainingConfig impossible = settings(2);
  impossible.learning_rate = -1.0;
  CHECK_THROWS_AS(session->set_training(impossible), std::invalid_argument);
  CHECK(checksum_of(*session) == first);
  CHECK(session->trainer().config() == settings(1));
  train(*session, 2);
  CHECK_THROWS_AS(session->set_training(settings(2)), std::invalid_argument);
  session->reset();
  CHECK(checksum_of(*session) == first);
  CHECK(checksum_after(*session, 3) == checksum_after(*Session::create(kConfig, settings(1), &labelled_digits()), 3));
}

TEST_CASE("After a resumed run, reset returns to the weights drawn for its seed and digits") {
  const auto other = Session::create(kConfig, settings_of(5, {3}), &labelled_digits());
  const std::string first = checksum_of(*other);
  train(*other, 2);
  const auto session = Session::create(kConfig, settings(1), &labelled_digits());
  session->resume(saved(*other, false, true));
  session->reset();
  CHECK(checksum_of(*session) == first);
}

TEST_CASE("A seed set for weights from a file only affects the noise") {
  const auto session = trained_session(5);
  const auto loaded = Session::load(saved(*session), settings(1));
  loaded->set_training(settings(2));
  CHECK(checksum_of(*loaded) == checksum_of(*session));
  CHECK(checksum_after(*loaded, 3) == checksum_after(*Session::load(saved(*session), settings(2)), 3));
  loaded->reset();
  CHECK(checksum_of(*loaded) == checksum_of(*session));
}

TEST_CASE("Digits of another size than the model's images are rejected") {
  const ModelConfig config{"vae", 100, {4}, 2, Activation::relu};
  const auto refusal = [](const auto& action) { return message_of<ArgumentError>(action); };
  CHECK_THAT(refusal([&] { Session::create(config, settings(), &digits()); }),
             contains("the model's images are 10 x 10, these are 28 x 28"));
  const auto session = Session::create(config, settings(), nullptr);
  for (const auto& get : {&Digits::train_examples, &Digits::held_out_examples, &Digits::examples}) {
    CHECK_THAT(refusal([&] { (digits().*get)(session->model().config()); }), contains("10 x 10"));
  }
  // The same number of pixels is not sufficient.
  ModelConfig wide = kConfig;
  wide.image_width = 56;
  wide.image_height = 14;
  CHECK_THAT(refusal([&] { digits().examples(wide); }), contains("56 x 14"));
}

}  // namespace latentpad::test::session_test
