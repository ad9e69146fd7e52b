// latentpad convert
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/numbers.h"
#include "cli/output.h"
#include "data/classes.h"
#include "data/data_set.h"
#include "data/write.h"
#include "io/file_writer.h"
#include "io/files.h"
#include "io/json.h"

namespace latentpad::cli {
namespace {

namespace fs = std::filesystem;

struct ConvertOptions {
  std::string input, output;
  data::DataChoices choices;
  bool json = false;
  const CLI::App* command = nullptr;
};

struct OutputFile {
  std::string path;
  std::vector<std::uint8_t> bytes;
};

bool is_packed_name(const std::string& path) { return path.ends_with(".bin") || path.ends_with(".bin.gz"); }

bool is_folder_name(const std::string& path) { return path.ends_with('/') || fs::is_directory(path); }

/// The paths of MNIST's four files in the folder: images and labels for training, and those held out; and of the names
/// of the classes.
std::vector<std::string> idx_paths(const std::string& folder) {
  std::vector<std::string> paths;
  for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                           "t10k-labels-idx1-ubyte", data::kClassNamesFile}) {
    paths.push_back((fs::path(folder) / name).string());
  }
  return paths;
}

void check_outputs(const ConvertOptions& options) {
  std::vector<NamedPath> inputs;
  for (const std::string& file : data::data_files(options.input)) inputs.push_back({"INPUT", file});
  const bool is_folder = is_folder_name(options.output);
  if (is_folder && !fs::exists(options.output)) return;
  for (const std::string& path : is_folder ? idx_paths(options.output) : std::vector{options.output}) {
    check_output({"OUTPUT", path}, inputs, 0);
  }
}

std::vector<OutputFile> output_files(const std::string& output, const Digits& digits,
                                     const std::vector<std::string>& class_names) {
  if (!is_folder_name(output)) {
    std::vector<std::uint8_t> bytes = data::packed_file(digits);
    if (output.ends_with(".gz")) bytes = gzip(bytes);
    return {{output, std::move(bytes)}};
  }
  const std::vector<std::string> paths = idx_paths(output);
  data::IdxFiles train = data::idx_files(digits, 0, digits.train_count);
  std::vector<OutputFile> files = {{paths[0], std::move(train.images)}, {paths[1], std::move(train.labels)}};
  if (digits.held_out_count() > 0) {
    data::IdxFiles test = data::idx_files(digits, digits.train_count, digits.held_out_count());
    files.push_back({paths[2], std::move(test.images)});
    files.push_back({paths[3], std::move(test.labels)});
  } else if (fs::exists(paths[2])) {
    throw UsageError("OUTPUT: no image is held out, but " + paths[2] +
                     " exists and would be read as the test set; give another folder, or --held-out");
  }
  // Also if they are numbers, since the file may be there with the names of other images.
  files.push_back({paths[4], data::write_class_names(class_names)});
  return files;
}

void run(const ConvertOptions& options) {
  if (!is_packed_name(options.output) && !is_folder_name(options.output)) {
    throw UsageError(
        "OUTPUT: expected a name that ends in .bin or .bin.gz, or a folder (for a new one, a name that ends "
        "in /), got " +
        quote(options.output));
  }
  check_outputs(options);
  data::ImageFiles read = data::read_data(options.input);
  for (const std::string& note : read.notes) std::fprintf(stderr, "%s: %s\n", options.input.c_str(), note.c_str());
  const std::vector<std::string> names = read.names;
  data::DataChoices choices = options.choices;
  if (options.command->count("--transpose") == 0) choices.is_transposed.reset();
  if (choices.held_out && *choices.held_out >= read.count()) {
    throw UsageError("--held-out: expected fewer than the " + std::to_string(read.count()) + " images there are, got " +
                     std::to_string(*choices.held_out));
  }
  const Digits digits = data::finish(std::move(read), choices);
  const std::vector<OutputFile> files = output_files(options.output, digits, names);
  if (is_folder_name(options.output)) fs::create_directories(options.output);
  nlohmann::json paths = nlohmann::json::array();
  for (const OutputFile& file : files) {
    write_or_rescue(file.path, file.bytes);
    paths.push_back(file.path);
  }
  if (options.json) {
    print_json({{"files", paths},
                {"width", digits.width},
                {"height", digits.height},
                {"train_examples", digits.train_count},
                {"held_out_examples", digits.held_out_count()},
                {"classes", names}},
               2);
    return;
  }
  std::printf("%s: %zu images of %zu x %zu for training, %zu held out", options.output.c_str(), digits.train_count,
              digits.width, digits.height, digits.held_out_count());
  // Classes that are their labels need no names.
  for (std::size_t i = 0; i < names.size() && !data::are_numbers(names); ++i) {
    std::printf("%s%zu = %s", i == 0 ? "; classes " : ", ", i, names[i].c_str());
  }
  std::printf("\n");
}

}  // namespace

void add_convert(CLI::App& app) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = app.add_subcommand(
      "convert", "Write images as a packed file (.bin, .bin.gz) or as MNIST's IDX files in a folder");
  options->command = command;
  command->add_option("INPUT", options->input, "The images, as --data reads them")->required()->type_name("PATH");
  command->add_option("OUTPUT", options->output, "The file that ends in .bin or .bin.gz, or the folder")
      ->required()
      ->type_name("PATH");
  add_number<std::size_t>(*command, "--held-out", options->choices.held_out,
                          "Hold out N images; unless given, the test set of INPUT, or a sixth", 0, kMaxDigitBytes)
      ->type_name("N");
  command->add_flag("--transpose,!--no-transpose", options->choices.is_transposed,
                    "Exchange rows and columns; unless given, only those of EMNIST");
  command->add_flag("--invert", options->choices.is_inverted, "Exchange ink and paper: 255 is paper in INPUT");
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options] { run(*options); });
}

}  // namespace latentpad::cli
