#include "cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "io/file_writer.h"

namespace latentpad::cli {
namespace {

std::string dump(const nlohmann::json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> rescue_folders() {
  std::vector<std::string> folders;
  const auto add = [&folders](const char* folder) {
    if (folder != nullptr && folder[0] == '/') folders.push_back(folder);
  };
  add(std::getenv("TMPDIR"));
  add("/tmp");
  add("/var/tmp");
  add(std::getenv("HOME"));
  folders.push_back(".");
  return folders;
}

}  // namespace

void print_json(const nlohmann::json& value, int indent) { std::printf("%s\n", dump(value, indent).c_str()); }

void finish_stdout() {
  errno = 0;
  // CLI11 prints its help through std::cout.
  std::cout.flush();
  const bool lost = std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout;
  const int error = errno;
  if (!lost) return;
  throw std::runtime_error(std::string("stdout: expected to write the whole result, but it cannot be written") +
                           (error != 0 ? std::string(": ") + std::strerror(error) : ""));
}

void check_output(const NamedPath& output, const std::vector<NamedPath>& inputs, std::uint64_t size) {
  if (output.path.empty()) return;
  for (const NamedPath& input : inputs) {
    if (input.path.empty() || !same_file(output.path, input.path)) continue;
    throw UsageError(output.option + ": expected another file than that of " + input.option + ", got " + output.path +
                     " for both");
  }
  for (const char* stream : {"/dev/stdout", "/dev/stderr"}) {
    if (!same_file(output.path, stream)) continue;
    throw UsageError(output.option + ": expected another file than the one that " + (stream + 5) + " goes to, got " +
                     output.path);
  }
  expect_writable(output.path, size);
}

void write_or_rescue(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  std::string why;
  try {
    return write_file(path, bytes);
  } catch (const std::exception& error) {
    why = error.what();
  }
  throw std::runtime_error(why + ". What was to be written is in " + rescue(path, bytes) +
                           ": make room, then move it to " + path);
}

std::string rescue(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  const std::filesystem::path name = std::filesystem::path(path).filename();
  std::string tried;
  for (const std::string& folder : rescue_folders()) {
    try {
      return write_new_file(folder, name.stem().string(), name.extension().string(), bytes);
    } catch (const std::exception& error) {
      tried += std::string("\n  ") + error.what();
    }
  }
  throw std::runtime_error(path + ": cannot be written, nor did any other folder take it:" + tried);
}

Log::Log(const std::string& path) : path_(path) {
  if (path.empty()) return;
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw std::runtime_error(path + ": cannot be written: " + std::strerror(errno));
}

Log::~Log() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Log::add(const nlohmann::json& line) {
  if (descriptor_ < 0) return;
  // Start a new line after an incomplete one.
  const std::string text = (cut_off_ ? "\n" : "") + dump(line, -1) + "\n";
  // A single call, so that lines of concurrent programs do not mix.
  const ssize_t written = ::write(descriptor_, text.data(), text.size());
  if (written > 0) cut_off_ = written < static_cast<ssize_t>(text.size());
  if (written == static_cast<ssize_t>(text.size())) return;
  const int error = written < 0 ? errno : ENOSPC;
  if (error_ == 0) {
    std::fprintf(stderr, "%s: a line cannot be written: %s; training goes on\n", path_.c_str(), std::strerror(error));
  }
  error_ = error;
}

void Log::finish() const {
  if (error_ != 0) throw std::runtime_error(path_ + ": lines are missing: " + std::strerror(error_));
}

}  // namespace latentpad::cli
