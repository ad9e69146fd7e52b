#include "io/file_writer.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/error.h"

namespace latentpad {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_unusable(const std::string& path, const std::string& detail) {
  throw ResourceError(ErrorCode::file_unusable, {{"path", path}, {"detail", detail}});
}

std::string write_fault(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return std::string("cannot be written: the disk is full (") + std::strerror(error) + ")";
    case EFBIG:
      return std::string("cannot be written: a limit on the size of files is reached (") + std::strerror(error) + ")";
    default:
      return std::string("cannot be written: ") + std::strerror(error);
  }
}

/// The path of the temporary file being written, for remove_unfinished_file; empty if there is none.
char unfinished_path[PATH_MAX];
std::atomic<bool> unfinished = false;
static_assert(std::atomic<bool>::is_always_lock_free);

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool valid() const { return number_ >= 0; }
  int get() const { return number_; }

  /// Network file systems may report write errors only here.
  int close() {
    const int result = number_ >= 0 ? ::close(number_) : 0;
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

/// Resolves symbolic links at the end of the path; the target need not exist.
std::string follow_links(const std::string& path) {
  constexpr int kMaxLinks = 40;  // as in the kernel
  std::string target = path;
  for (int followed = 0; followed < kMaxLinks; ++followed) {
    char text[PATH_MAX];
    const ssize_t size = ::readlink(target.c_str(), text, sizeof text);
    if (size < 0) return target;
    const fs::path link(std::string(text, static_cast<std::size_t>(size)));
    target = link.is_absolute() ? link.string() : (fs::path(target).parent_path() / link).string();
  }
  throw_unusable(path, std::strerror(ELOOP));
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string random_name() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) throw_unusable("getrandom", std::strerror(errno));
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

/// At most `most` bytes of the text, without splitting a UTF-8 character.
std::string cut(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t size = most;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size);
}

/// Throws unless the path is a regular file, a special file, or does not exist.
void expect_no_folder(const std::string& path, const std::optional<struct stat>& status) {
  if (path.empty()) throw_unusable("\"\"", "expected the name of a file, got an empty one");
  if (status && S_ISDIR(status->st_mode)) throw_unusable(path, "is a folder; expected the name of a file to write");
  if (!status && path.back() == '/') throw_unusable(path, "ends in /; expected the name of a file to write");
}

int write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Pipes, devices and a few file systems do not support flushing.
int flush(int descriptor) {
  while (::fsync(descriptor) != 0) {
    if (errno == EINTR) continue;
    return errno == EINVAL || errno == ENOTSUP || errno == EROFS ? 0 : errno;
  }
  return 0;
}

/// Makes the directory entry durable. Errors are ignored, since the file itself is complete.
void flush_folder(const std::string& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.valid()) flush(descriptor.get());
}

/// A newly created file, removed at destruction unless it is kept.
class NewFile {
 public:
  /// `end` carries meaning for the caller: if the name is too long, `begin` is cut.
  NewFile(const std::string& folder, const std::string& begin, const std::string& end, mode_t mode) {
    const std::string rest = ".latentpad-" + random_name() + end;
    path_ = (fs::path(folder) / (cut(begin, NAME_MAX - rest.size()) + rest)).string();
    if (path_.size() < sizeof unfinished_path) {
      std::memcpy(unfinished_path, path_.c_str(), path_.size() + 1);
      unfinished = true;
    }
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (descriptor_ < 0) {
      const int error = errno;
      unfinished = false;
      throw_unusable(folder, error == EACCES || error == EROFS || error == EPERM
                                 ? std::string("no file can be made in this folder: ") + std::strerror(error)
                                 : write_fault(error));
    }
  }

  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!kept_) ::unlink(path_.c_str());
    unfinished = false;
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }
  void keep() {
    kept_ = true;
    unfinished = false;
  }

  /// Writes, flushes and closes; returns errno, or 0.
  int fill(std::span<const std::uint8_t> bytes) {
    int error = write_all(descriptor_, bytes);
    if (error == 0) error = flush(descriptor_);
    if (::close(descriptor_) != 0 && error == 0 && errno != EINTR) error = errno;
    descriptor_ = -1;
    return error;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool kept_ = false;
};

/// Copies the owner, the group and the mode of the replaced file. If the group cannot be set, group permissions are
/// limited to those of others.
void take_over_mode(const NewFile& file, const struct stat& old) {
  mode_t mode = old.st_mode & 07777;
  const int descriptor = file.descriptor();
  if (::fchown(descriptor, old.st_uid, old.st_gid) != 0 &&
      ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) != 0) {
    mode = (mode & 0707) | ((mode & 07) << 3);
  }
  if (::fchmod(descriptor, mode) != 0) throw_unusable(file.path(), write_fault(errno));
}

/// A file in the folder of the target. It is not readable by others until it has the mode of the old file.
NewFile temporary_for(const std::string& target, const std::optional<struct stat>& old) {
  return NewFile(folder_of(target), fs::path(target).filename().string(), ".tmp", old ? 0600 : 0666);
}

void write_special(const std::string& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
  if (!file.valid()) throw_unusable(path, write_fault(errno));
  int error = write_all(file.get(), bytes);
  if (error == 0) error = flush(file.get());
  if (file.close() != 0 && error == 0) error = errno;
  if (error != 0) throw_unusable(path, write_fault(error));
}

}  // namespace

void write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  const std::optional<struct stat> old = status_of(path);
  expect_no_folder(path, old);
  if (old && !S_ISREG(old->st_mode)) return write_special(path, bytes);
  const std::string target = follow_links(path);
  NewFile file = temporary_for(target, old);
  if (old) take_over_mode(file, *old);
  if (const int error = file.fill(bytes); error != 0) throw_unusable(path, write_fault(error));
  if (::rename(file.path().c_str(), target.c_str()) != 0) throw_unusable(path, write_fault(errno));
  file.keep();
  flush_folder(folder_of(target));
}

std::string write_new_file(const std::string& folder, const std::string& begin, const std::string& end,
                           std::span<const std::uint8_t> bytes) {
  NewFile file(folder, begin, end, 0666);
  if (const int error = file.fill(bytes); error != 0) throw_unusable(file.path(), write_fault(error));
  file.keep();
  flush_folder(folder);
  return file.path();
}

void expect_writable(const std::string& path, std::uint64_t size) {
  const std::optional<struct stat> old = status_of(path);
  expect_no_folder(path, old);
  if (old && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) throw_unusable(path, write_fault(errno));
  if (old && !S_ISREG(old->st_mode)) return;
  const std::string target = follow_links(path);
  const NewFile probe = temporary_for(target, old);
  // Allocates the space temporarily, since quotas and limits apply too.
  const int error = size > 0 ? ::posix_fallocate(probe.descriptor(), 0, static_cast<off_t>(size)) : 0;
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    throw_unusable(path, write_fault(error) + "; expected room for " + std::to_string(size) + " bytes");
  }
}

bool same_file(const std::string& a, const std::string& b) {
  const std::optional<struct stat> first = status_of(a), second = status_of(b);
  if (first && second) {
    return S_ISREG(first->st_mode) && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
  }
  if (first || second) return false;
  const std::string one = follow_links(a), other = follow_links(b);
  const std::optional<struct stat> folder = status_of(folder_of(one)), other_folder = status_of(folder_of(other));
  return folder && other_folder && folder->st_dev == other_folder->st_dev && folder->st_ino == other_folder->st_ino &&
         fs::path(one).filename() == fs::path(other).filename();
}

bool is_special_file(const std::string& path) {
  const std::optional<struct stat> status = status_of(path);
  return status && !S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode);
}

void remove_unfinished_file() noexcept {
  if (unfinished) ::unlink(unfinished_path);
}

}  // namespace latentpad
