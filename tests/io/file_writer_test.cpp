#include "io/file_writer.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/error.h"
#include "io/files.h"
#include "support/bytes.h"
#include "support/catch.h"

namespace latentpad::test::file_writer_test {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMax = 1 << 20;

/// A temporary folder, removed at the end of the test.
struct Folder {
  std::string path = std::string(LATENTPAD_TEST_OUTPUT) + "/file_writer_test." + std::to_string(getpid());
  Folder() {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }
  std::string operator/(const std::string& name) const { return path + "/" + name; }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

mode_t mode_of(const std::string& path) {
  struct stat status;
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode;
}

std::string write_fault(const std::string& path) {
  return message_of<ResourceError>([&path] { write_file(path, Bytes{1, 2, 3}); });
}

std::string check_fault(const std::string& path, std::uint64_t size = 0) {
  return message_of<ResourceError>([&] { expect_writable(path, size); });
}

/// Temporarily lowers the limit on file sizes.
struct FileSizeLimit {
  rlimit old;
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
    const rlimit lower = {bytes, old.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &lower) == 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, SIG_DFL);
  }
};

}  // namespace

TEST_CASE("A written file is read back and replaces the old one, without leaving other files") {
  const Folder folder;
  for (const Bytes& content : {Bytes(100'000, 7), Bytes{1, 2, 3}, Bytes{}}) {
    write_file(folder / "w", content);
    CHECK(read_file(folder / "w", kMax) == content);
  }
  CHECK(folder.files() == 1);
}

TEST_CASE("A replaced file's mode and owner are kept; a new file's mode follows the umask") {
  const Folder folder;
  const mode_t old_mask = ::umask(027);
  write_file(folder / "new", Bytes{1});
  ::umask(old_mask);
  CHECK((mode_of(folder / "new") & 07777) == 0640);
  write_file(folder / "w", Bytes{1});
  for (const mode_t mode : {0600u, 0644u, 0666u}) {
    REQUIRE(::chmod((folder / "w").c_str(), mode) == 0);
    write_file(folder / "w", Bytes{2});
    CHECK((mode_of(folder / "w") & 07777) == mode);
  }
  if (::geteuid() == 0) {
    REQUIRE(::chown((folder / "w").c_str(), 12345, 54321) == 0);
    write_file(folder / "w", Bytes{3});
    struct stat status;
    REQUIRE(::stat((folder / "w").c_str(), &status) == 0);
    CHECK(status.st_uid == 12345);
    CHECK(status.st_gid == 54321);
  }
}

TEST_CASE("A symbolic link is kept, and its target is replaced or created") {
  const Folder folder;
  fs::create_directory(folder / "elsewhere");
  write_file(folder / "elsewhere/w", Bytes{1});
  fs::create_symlink("elsewhere/w", folder / "link");
  fs::create_symlink("link", folder / "link to link");
  fs::create_symlink("elsewhere/new", folder / "dangling");
  write_file(folder / "link to link", Bytes{2});
  write_file(folder / "dangling", Bytes{3});
  CHECK(read_file(folder / "elsewhere/w", kMax) == Bytes{2});
  CHECK(read_file(folder / "elsewhere/new", kMax) == Bytes{3});
  for (const char* name : {"link", "link to link", "dangling"}) CHECK(S_ISLNK(mode_of(folder / name)));
  fs::create_symlink("ring", folder / "ring");
  CHECK_THAT(write_fault(folder / "ring"), contains("symbolic links"));
}

TEST_CASE("Other hard links keep the old content") {
  const Folder folder;
  write_file(folder / "w", Bytes{1});
  fs::create_hard_link(folder / "w", folder / "other");
  write_file(folder / "w", Bytes{2});
  CHECK(read_file(folder / "other", kMax) == Bytes{1});
}

TEST_CASE("A device and a pipe are written directly") {
  const Folder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  Bytes got;
  std::thread reader([&] { got = read_file(folder / "pipe", kMax); });
  expect_writable(folder / "pipe", 1000);
  write_file(folder / "pipe", Bytes(100'000, 9));
  reader.join();
  CHECK(got == Bytes(100'000, 9));
  CHECK(S_ISFIFO(mode_of(folder / "pipe")));
  CHECK(is_special_file(folder / "pipe"));
  CHECK_FALSE(is_special_file(folder.path));
  CHECK_FALSE(is_special_file(folder / "absent"));
  // /dev/null and /dev/full, as nodes in the test's folder; only root can create them, and not on every file system.
  if (::mknod((folder / "null").c_str(), S_IFCHR | 0600, 1 << 8 | 3) == 0 &&
      ::mknod((folder / "full").c_str(), S_IFCHR | 0600, 1 << 8 | 7) == 0 && std::ofstream(folder / "null").good()) {
    write_file(folder / "null", Bytes{1});
    CHECK(S_ISCHR(mode_of(folder / "null")));
    CHECK_THAT(write_fault(folder / "full"), contains("the disk is full"));
    CHECK(S_ISCHR(mode_of(folder / "full")));
  }
  CHECK(folder.files() == (fs::exists(folder / "full") ? 3 : fs::exists(folder / "null") ? 2 : 1));
}

TEST_CASE("Other files in the folder are never changed, whatever their names") {
  const Folder folder;
  for (const char* name : {"w.part", "w.part.part", "w.tmp"}) write_file(folder / name, Bytes{5});
  write_file(folder / "victim", Bytes{6});
  fs::create_symlink("victim", folder / "w.latentpad-0000000000000000.tmp");
  expect_writable(folder / "w", 1000);
  write_file(folder / "w", Bytes{1});
  for (const char* name : {"w.part", "w.part.part", "w.tmp"}) CHECK(read_file(folder / name, kMax) == Bytes{5});
  CHECK(read_file(folder / "victim", kMax) == Bytes{6});
  CHECK(folder.files() == 6);
}

TEST_CASE("Names of the maximum length and with invalid UTF-8 can be written") {
  const Folder folder;
  std::string accented(255, 'w');
  accented.replace(218, 2, "\xc3\xa9");
  for (const std::string& name : {std::string(255, 'w'), accented, std::string("bad\xff.safetensors")}) {
    write_file(folder / name, Bytes{1});
    write_file(folder / name, Bytes{2});
    CHECK(read_file(folder / name, kMax) == Bytes{2});
  }
  CHECK(folder.files() == 3);
  CHECK_THAT(write_fault(folder / std::string(256, 'w')), contains("cannot be written"));
}

TEST_CASE("expect_writable rejects paths that cannot be written, with the reason, and changes nothing") {
  const Folder folder;
  write_file(folder / "w", Bytes{1});
  fs::create_directory(folder / "taken");
  for (const auto& fault : {write_fault, +[](const std::string& path) { return check_fault(path); }}) {
    CHECK_THAT(fault(folder / "taken"), contains("is a folder"));
    CHECK_THAT(fault(folder / "new/"), contains("ends in /"));
    CHECK_THAT(fault(""), contains("expected the name of a file"));
    CHECK_THAT(fault(folder / "no/such"), contains("No such file or directory"));
    CHECK_THAT(fault(folder / "w/below"), contains("Not a directory"));
  }
  CHECK_THAT(check_fault(folder / "w", std::uint64_t(1) << 55), contains("expected room for"));
  if (::geteuid() != 0) {
    REQUIRE(::chmod((folder / "w").c_str(), 0400) == 0);
    CHECK_THAT(check_fault(folder / "w"), contains("Permission denied"));
  }
  expect_writable(folder / "w", kMax);
  expect_writable(folder / "new", kMax);
  CHECK(read_file(folder / "w", kMax) == Bytes{1});
  CHECK(folder.files() == 2);
}

TEST_CASE("Exceeding a file size limit is an error: the old file is kept, and later writes work") {
  const Folder folder;
  write_file(folder / "w", Bytes{1});
  {
    const FileSizeLimit limit(1000);
    CHECK_THAT(check_fault(folder / "w", 2000), contains("a limit on the size of files"));
    CHECK_THAT(message_of<ResourceError>([&] { write_file(folder / "w", Bytes(2000, 1)); }),
               contains("a limit on the size"));
    CHECK_THAT(message_of<ResourceError>([&] { write_new_file(folder.path, "w", ".bin", Bytes(2000, 1)); }),
               contains("a limit"));
    write_file(folder / "w", Bytes(1000, 2));
  }
  CHECK(read_file(folder / "w", kMax) == Bytes(1000, 2));
  write_file(folder / "w", Bytes(2000, 3));
  CHECK(read_file(folder / "w", kMax) == Bytes(2000, 3));
  CHECK(folder.files() == 1);
}

TEST_CASE("A new file gets an unused name, which is returned") {
  const Folder folder;
  const std::string one = write_new_file(folder.path, "w", ".safetensors", Bytes{1});
  const std::string two = write_new_file(folder.path, "w", ".safetensors", Bytes{2});
  CHECK(one != two);
  CHECK(one.starts_with(folder / "w.latentpad-"));
  CHECK(one.ends_with(".safetensors"));
  CHECK(read_file(one, kMax) == Bytes{1});
  CHECK(read_file(two, kMax) == Bytes{2});
}

TEST_CASE("Two paths to one file are detected, also through links and before it exists") {
  const Folder folder;
  write_file(folder / "w", Bytes{1});
  write_file(folder / "v", Bytes{1});
  fs::create_symlink("w", folder / "link");
  fs::create_hard_link(folder / "w", folder / "hard");
  fs::create_symlink("new", folder / "dangling");
  fs::create_directory(folder / "elsewhere");
  CHECK(same_file(folder / "w", folder / "w"));
  CHECK(same_file(folder / "w", folder / "link"));
  CHECK(same_file(folder / "w", folder / "hard"));
  CHECK(same_file(folder / "w", folder / "elsewhere/../w"));
  CHECK(same_file(folder / "new", folder / "dangling"));
  CHECK(same_file(folder / "new", folder / "./new"));
  CHECK_FALSE(same_file(folder / "w", folder / "v"));
  CHECK_FALSE(same_file(folder / "w", folder / "new"));
  CHECK_FALSE(same_file(folder / "new", folder / "other"));
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(same_file(folder / "pipe", folder / "pipe"));
}

TEST_CASE("Concurrent writers of one path never damage it") {
  const Folder folder;
  const auto write = [&folder](std::uint8_t value) {
    for (int n = 0; n < 50; ++n) write_file(folder / "w", Bytes(10'000 + value, value));
  };
  std::thread one(write, std::uint8_t(1)), two(write, std::uint8_t(2));
  write(3);
  one.join();
  two.join();
  const Bytes content = read_file(folder / "w", kMax);
  REQUIRE(!content.empty());
  CHECK(content == Bytes(10'000u + content[0], content[0]));
  CHECK(folder.files() == 1);
}

}  // namespace latentpad::test::file_writer_test
