#include "training/session.h"

#include <utility>

namespace latentpad {
namespace {

std::string architecture_text(const ModelConfig& config) {
  std::string text = config.model + " " + std::to_string(config.input_dim);
  for (const StochasticLayer& layer : stochastic_layers(config)) {
    text += "-" + layers_text(layer.hidden) + "-" + std::to_string(layer.latent_dim);
  }
  text += " " + std::string(activation_name(config.activation));
  if (config.inference != InferenceKind::bottom_up) text += ", " + std::string(inference_name(config.inference));
  if (const Index labels = label_dim(config)) text += ", " + std::to_string(labels) + " labels";
  if (config.orderings > 1) {
    text += ", " + std::to_string(config.orderings) + " orderings of seed " + std::to_string(config.ordering_seed);
  }
  if (is_learned(config.prior)) {
    text += ", prior " + config.prior.name + " of " + std::to_string(component_count(config.prior));
  }
  return text;
}

}  // namespace

Session::Session(std::unique_ptr<Model<float>> model, const TrainingConfig& training)
    : model_(std::move(model)), trainer_(std::make_unique<Trainer>(*model_, training)) {}

std::unique_ptr<Session> Session::create(const ModelConfig& config, const TrainingConfig& training,
                                         const Digits* digits) {
  validate(training);
  validate(config);
  if (digits != nullptr) expect_same_image_size("create", config, digits->image_size());
  std::unique_ptr<Session> session(new Session(make_model<float>(config), training));
  if (digits != nullptr) session->mean_images_ = MeanImages(*digits);
  session->is_drawn_ = true;
  session->first_values_ = session->drawn_values(training);
  session->reset();
  return session;
}

std::vector<WeightMatrix<float>> Session::drawn_values(const TrainingConfig& training) const {
  const std::unique_ptr<Model<float>> fresh = make_model<float>(model_->config());
  fresh->initialize(training.seed);
  if (!mean_images_.empty()) fresh->set_output_bias(mean_images_.mean(training.digits));
  std::vector<WeightMatrix<float>> values;
  for (Parameter<float>* p : fresh->parameters()) values.push_back(std::move(p->value));
  return values;
}

std::unique_ptr<Session> Session::load(std::span<const std::uint8_t> file,
                                       const std::optional<TrainingConfig>& training) {
  LoadedModel loaded = load_model(file);
  const bool resumes = loaded.optimizer.has_value();
  if (resumes && !loaded.record) {
    throw FormatError(ErrorCode::weights_without_training, {});
  }
  const TrainingConfig own = loaded.record ? loaded.record->config : TrainingConfig{};
  std::unique_ptr<Session> session(new Session(std::move(loaded.model), resumes ? own : training.value_or(own)));
  for (const Parameter<float>* p : session->model_->parameters()) session->first_values_.push_back(p->value);
  if (resumes) {
    session->first_position_ = {loaded.optimizer->steps, loaded.optimizer->presentations};
    session->first_moments_ = std::move(loaded.optimizer->first_moments);
    session->second_moments_ = std::move(loaded.optimizer->second_moments);
    session->first_average_ = std::move(loaded.optimizer->average);
  }
  if (loaded.record) session->trainer_->set_images(loaded.record->train_examples);
  session->loaded_record_ = std::move(loaded.record);
  session->loaded_types_ = std::move(loaded.types);
  session->reset();
  if (resumes && training) session->trainer_->set_config(*training);
  return session;
}

void Session::resume(std::span<const std::uint8_t> file) {
  const LoadedModel loaded = load_model(file);
  if (!loaded.optimizer || !loaded.record) throw FormatError(ErrorCode::weights_not_resumable, {});
  if (!(loaded.model->config() == model_->config())) {
    throw FormatError(ErrorCode::weights_other_architecture, {{"expected", architecture_text(model_->config())},
                                                              {"got", architecture_text(loaded.model->config())}});
  }
  const TrainingConfig& config = loaded.record->config;
  const bool redraws = draws_anew(config);
  std::vector<WeightMatrix<float>> first;
  if (redraws) first = drawn_values(config);
  // Throws if the model does not support the settings; nothing has been changed so far.
  trainer_->adopt_config(config);
  trainer_->set_images(loaded.record->train_examples);
  if (redraws) first_values_ = std::move(first);
  const ParameterList<float> from = loaded.model->parameters(), to = model_->parameters();
  // No allocations from here on: all shapes are equal.
  for (std::size_t i = 0; i < to.size(); ++i) to[i]->value = from[i]->value;
  trainer_->restart({loaded.optimizer->steps, loaded.optimizer->presentations}, loaded.optimizer->first_moments,
                    loaded.optimizer->second_moments, loaded.optimizer->average);
}

bool Session::has_weights_of_file() const {
  if (trainer_->step() != first_position_.step) return false;
  const WeightAverage<float>* average = trainer_->average();
  return first_average_.raw.empty() || (average != nullptr && average->updates() == first_average_.updates);
}

bool Session::draws_anew(const TrainingConfig& training) const {
  const TrainingConfig& now = trainer_->config();
  return is_drawn_ && (training.seed != now.seed || training.digits != now.digits);
}

void Session::set_training(const TrainingConfig& training) {
  if (trainer_->step() > 0 || !draws_anew(training)) return trainer_->set_config(training);
  validate(training);
  std::vector<WeightMatrix<float>> first = drawn_values(training);
  trainer_->set_config(training);
  first_values_ = std::move(first);
  reset();
}

void Session::reset() {
  const ParameterList<float> parameters = model_->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i]->value = first_values_[i];
  trainer_->restart(first_position_, first_moments_, second_moments_, first_average_);
}

double Session::epochs(std::uint64_t train_examples) const {
  if (train_examples == 0) return 0.0;
  return static_cast<double>(trainer_->position().presentations) / static_cast<double>(train_examples);
}

std::vector<std::uint8_t> Session::save(const Digits* digits, const std::optional<ValidationScore>& validation,
                                        bool half, bool resumable) {
  TrainingRecord record;
  const bool untrained = loaded_record_ && has_weights_of_file();
  if (untrained) {
    record = *loaded_record_;
  } else {
    record.step = trainer_->step();
    record.data = digits != nullptr ? digits->name : "";
    record.train_examples = digits != nullptr ? digits->train_count : 0;
    record.data_checksum = digits != nullptr ? digits->training_checksum : "";
    record.epochs = epochs(record.train_examples);
  }
  if (!untrained || resumable) record.config = trainer_->config();
  if (validation) record.validation = validation;
  return save_model(*model_, record,
                    {half, resumable ? &trainer_->optimizer() : nullptr, trainer_->position().presentations,
                     resumable ? trainer_->average() : nullptr});
}

}  // namespace latentpad
