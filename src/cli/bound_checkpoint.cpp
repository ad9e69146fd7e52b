#include "cli/bound_checkpoint.h"

#include <stdexcept>

#include "base/format_error.h"
#include "cli/run_processes.h"
#include "cli/signals.h"
#include "io/files.h"
#include "io/json.h"
#include "io/strict_json.h"

namespace latentpad::cli {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxCheckpointBytes = 16 << 20;
constexpr const char* kKind = "latentpad eval";

/// A setting in the file, and how an error names it.
struct SettingRow {
  const char *key, *option, *what;
};
constexpr SettingRow kRows[] = {{"program", "the program", "latentpad "},
                                {"weights", "--weights", "weights with the checksum "},
                                {"examples", "--importance-digits, --data", "as many images as "},
                                {"data", "--data", "images with the checksum "},
                                {"pixels", "--pixels", ""},
                                {"seed", "--seed", ""},
                                {"importance_samples", "--importance-samples", ""},
                                {"arithmetic", "--arithmetic", ""}};

Json settings_json(const BoundSettings& settings) {
  return {{"program", LATENTPAD_VERSION},
          {"weights", settings.weights},
          {"examples", settings.examples},
          {"data", settings.data},
          {"pixels", settings.pixels},
          {"seed", settings.seed},
          {"importance_samples", settings.samples},
          {"arithmetic", settings.arithmetic}};
}

std::vector<std::uint8_t> file_of(const BoundSettings& settings, const ImportanceWeightedState& state) {
  Json moments = Json::array();
  // nlohmann/json writes the shortest text that is read as the same number.
  for (const RunningMoments& each : state.moments)
    moments.push_back({{"mean", each.mean()}, {"squares", each.squares()}});
  const Json file = {
      {"kind", kKind}, {"settings", settings_json(settings)}, {"done", state.done}, {"moments", moments}};
  const std::string text = file.dump(2) + "\n";
  return {text.begin(), text.end()};
}

[[noreturn]] void fail(const std::string& path, const std::string& expected) {
  throw std::runtime_error(path + ": expected a checkpoint of latentpad eval with " + expected);
}

const Json& member(const std::string& path, const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) fail(path, quote(key));
  return object[key];
}

std::vector<RunningMoments> moments_in(const std::string& path, const Json& list, Index done, std::size_t count) {
  if (!list.is_array() || list.size() != count) fail(path, "moments for each number of samples");
  std::vector<RunningMoments> moments;
  for (const Json& each : list) {
    const Json &mean = member(path, each, "mean"), &squares = member(path, each, "squares");
    if (!mean.is_number() || !squares.is_number() || squares.get<double>() < 0.0) {
      fail(path, "a mean and a sum of squares, got " + each.dump());
    }
    moments.emplace_back(static_cast<double>(done), mean.get<double>(), squares.get<double>());
  }
  return moments;
}

}  // namespace

void BoundCheckpoint::add_options(CLI::App& command) {
  command
      .add_option("--resume", resume_,
                  "Go on with the importance-weighted bounds from a checkpoint of the same weights, data and options")
      ->type_name("FILE");
  command
      .add_option(
          "--checkpoint", checkpoint_,
          "Where Ctrl-C, SIGTERM, SIGHUP or an error saves these bounds; unless given, the file of --resume, or "
          "a new one in a temporary folder")
      ->type_name("FILE");
}

void BoundCheckpoint::check(const std::vector<NamedPath>& inputs) const {
  constexpr std::uint64_t kUsualBytes = 64 << 10;
  check_output({"--checkpoint", checkpoint_}, inputs, kUsualBytes);
}

std::optional<std::string> BoundCheckpoint::option() const {
  if (!resume_.empty()) return "--resume";
  if (!checkpoint_.empty()) return "--checkpoint";
  return std::nullopt;
}

std::optional<ImportanceWeightedState> BoundCheckpoint::begin(const BoundSettings& settings) {
  settings_ = settings;
  if (resume_.empty()) return std::nullopt;
  const std::vector<std::uint8_t> bytes = read_file(resume_, kMaxCheckpointBytes);
  const Json file = in_format(ErrorCode::in_file, {{"path", resume_}}, [&] {
    return parse_strict_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  });
  if (member(resume_, file, "kind") != kKind) fail(resume_, "\"kind\": " + quote(kKind));
  const Json &theirs = member(resume_, file, "settings"), ours = settings_json(settings);
  for (const SettingRow& row : kRows) {
    const Json& value = member(resume_, theirs, row.key);
    if (value == ours[row.key]) continue;
    throw UsageError(std::string(row.option) + ": expected " + row.what + value.dump() +
                     ", as the file of --resume has it, got " + ours[row.key].dump());
  }
  const Json& done = member(resume_, file, "done");
  if (!done.is_number_unsigned() || done.get<std::uint64_t>() > static_cast<std::uint64_t>(settings.examples)) {
    fail(resume_, "\"done\": at most " + std::to_string(settings.examples) + ", got " + done.dump());
  }
  ImportanceWeightedState state;
  state.done = done.get<Index>();
  state.moments = moments_in(resume_, member(resume_, file, "moments"), state.done, settings.samples.size());
  return state;
}

bool BoundCheckpoint::keep(const ImportanceWeightedEvaluation& evaluation) {
  if (!has_begun_) save_on_signals();
  has_begun_ = true;
  state_ = evaluation.state();
  if (run_processes().stop_signal() != 0) return false;
  if (state_.done == evaluation.examples()) end_on_signals();
  return true;
}

void BoundCheckpoint::save(const std::string& why) const {
  if (!run_processes().saves()) throw std::runtime_error(why);
  if (!has_progress()) throw std::runtime_error(why + " before the first image");
  const std::vector<std::uint8_t> file = file_of(settings_, state_);
  std::string path = checkpoint_.empty() ? resume_ : checkpoint_;
  try {
    if (path.empty()) {
      path = rescue("latentpad-eval.checkpoint", file);
    } else {
      write_or_rescue(path, file);
    }
  } catch (const std::exception& error) {
    throw std::runtime_error(why + "; " + error.what());
  }
  throw std::runtime_error(why + " after " + std::to_string(state_.done) + " of " + std::to_string(settings_.examples) +
                           " images; go on with: latentpad eval --resume " + path +
                           " --weights … --data … and the same options");
}

}  // namespace latentpad::cli
