#include "io/file_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

#include "base/format_error.h"

namespace latentpad {
namespace {

using namespace std::string_view_literals;

/// Enough to distinguish these types, and small enough to check for every file.
constexpr std::size_t kHead = 512;

enum class Is { empty, web_page, archive, picture, pdf, hdf5, onnx, numpy, pytorch, gguf, csv, text, weights, digits };

struct Kind {
  Is is;
  const char* format = "";  ///< of an archive or an image
};

struct Magic {
  std::string_view bytes;
  Kind kind;
};

constexpr std::array kMagics = {
    Magic{"\x89PNG"sv, {Is::picture, "PNG"}},
    Magic{"\xff\xd8\xff"sv, {Is::picture, "JPEG"}},
    Magic{"GIF8"sv, {Is::picture, "GIF"}},
    Magic{"%PDF"sv, {Is::pdf}},
    Magic{"\x1f\x8b"sv, {Is::archive, "gzip"}},
    Magic{"BZh"sv, {Is::archive, "bzip2"}},
    Magic{"\xfd"
          "7zXZ\0"sv,
          {Is::archive, "xz"}},
    Magic{"\x28\xb5\x2f\xfd"sv, {Is::archive, "Zstandard"}},
    Magic{"7z\xbc\xaf\x27\x1c"sv, {Is::archive, "7z"}},
    Magic{"Rar!"sv, {Is::archive, "RAR"}},
    Magic{"\x89HDF\r\n\x1a\n"sv, {Is::hdf5}},
    Magic{"\x93NUMPY"sv, {Is::numpy}},
    Magic{"\x80\x02"sv, {Is::pytorch}},
    Magic{"\x80\x03"sv, {Is::pytorch}},
    Magic{"\x80\x04"sv, {Is::pytorch}},
    Magic{"\x80\x05"sv, {Is::pytorch}},
    Magic{"GGUF"sv, {Is::gguf}},
    Magic{"LPDIGITS"sv, {Is::digits}},
    // IDX of bytes, of one to four dimensions.
    Magic{"\0\0\x08\x01"sv, {Is::digits}},
    Magic{"\0\0\x08\x02"sv, {Is::digits}},
    Magic{"\0\0\x08\x03"sv, {Is::digits}},
    Magic{"\0\0\x08\x04"sv, {Is::digits}},
};

/// The type of a ZIP archive, by the name of its first file: PyTorch and NumPy files are ZIP archives.
Kind zip_kind(std::string_view head) {
  constexpr std::size_t kNameLength = 26, kName = 30;
  std::string_view name;
  if (head.size() > kName) {
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(head[kNameLength])) +
                        256 * static_cast<std::size_t>(static_cast<unsigned char>(head[kNameLength + 1]));
    name = head.substr(kName, length);
  }
  if (name.ends_with("data.pkl") || name.ends_with("/.format_version") || name.ends_with("/byteorder")) {
    return {Is::pytorch};
  }
  if (name.ends_with(".npy")) return {Is::numpy};
  return {Is::archive, "ZIP"};
}

/// Whether it is a protocol buffer that begins like ONNX: ir_version, a small number, then the producer's name or the
/// graph.
bool is_onnx(std::string_view head) {
  return head.size() >= 16 && head[0] == '\x08' && head[1] >= 1 && head[1] <= 30 &&
         (head[2] == '\x12' || head[2] == '\x1a' || head[2] == '\x22' || head[2] == '\x3a' || head[2] == '\x42');
}

/// Whether it begins with the length of a header in 8 bytes, and a JSON object.
bool is_safetensors(std::string_view head) {
  return head.size() > 9 && head.substr(4, 4) == "\0\0\0\0"sv && head[8] == '{' && (head[9] == '"' || head[9] == '}');
}

/// Whether it is printable UTF-8 and whitespace. The last character may be incomplete.
bool is_text(std::string_view head) {
  std::size_t expected = 0;  // remaining bytes of the current character
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    if (expected > 0) {
      if ((byte & 0xc0) != 0x80) return false;
      --expected;
    } else if (byte >= 0x80) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      expected = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    } else if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') || byte == 0x7f) {
      return false;
    }
  }
  return true;
}

Kind text_kind(std::string_view head) {
  std::string_view text = head;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n\f");
  if (first == std::string_view::npos) return {Is::text};
  text.remove_prefix(first);
  // A tag, a comment or a declaration. Also an error of a server in XML, such as AccessDenied.
  if (text.size() > 1 && text[0] == '<' &&
      (text[1] == '!' || text[1] == '?' || std::isalpha(static_cast<unsigned char>(text[1])) != 0)) {
    return {Is::web_page};
  }
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const bool is_json = text[0] == '{' || text[0] == '[';
  const auto separators =
      std::max(std::count(line.begin(), line.end(), ','), std::count(line.begin(), line.end(), ';'));
  return {!is_json && separators >= 2 ? Is::csv : Is::text};
}

std::optional<Kind> kind_of(std::span<const std::uint8_t> bytes) {
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kHead));
  if (head.empty()) return Kind{Is::empty};
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return zip_kind(head);
  if (head.starts_with("RIFF") && head.size() >= 12 && head.substr(8, 4) == "WEBP") {
    return Kind{Is::picture, "WebP"};
  }
  for (const Magic& magic : kMagics) {
    if (head.starts_with(magic.bytes)) return magic.kind;
  }
  if (head.size() >= 262 && head.substr(257, 5) == "ustar") return Kind{Is::archive, "tar"};
  if (is_safetensors(head)) return Kind{Is::weights};
  if (is_text(head)) return text_kind(head);
  if (is_onnx(head)) return Kind{Is::onnx};
  return std::nullopt;
}

[[noreturn]] void throw_is(const Kind& kind) {
  switch (kind.is) {
    case Is::empty:
      throw FormatError(ErrorCode::file_is_empty, {});
    case Is::web_page:
      throw FormatError(ErrorCode::file_is_web_page, {});
    case Is::archive:
      throw FormatError(ErrorCode::file_is_archive, {{"format", kind.format}});
    case Is::picture:
      throw FormatError(ErrorCode::file_is_picture, {{"format", kind.format}});
    case Is::pdf:
      throw FormatError(ErrorCode::file_is_pdf, {});
    case Is::hdf5:
      throw FormatError(ErrorCode::file_is_hdf5, {});
    case Is::onnx:
      throw FormatError(ErrorCode::file_is_onnx, {});
    case Is::numpy:
      throw FormatError(ErrorCode::file_is_numpy, {});
    case Is::pytorch:
      throw FormatError(ErrorCode::file_is_pytorch, {});
    case Is::gguf:
      throw FormatError(ErrorCode::file_is_gguf, {});
    case Is::csv:
      throw FormatError(ErrorCode::file_is_csv, {});
    case Is::weights:
      throw FormatError(ErrorCode::file_is_weights, {});
    case Is::digits:
      throw FormatError(ErrorCode::file_is_digits, {});
    case Is::text:
      break;
  }
  throw FormatError(ErrorCode::file_is_text, {});
}

void expect_kind(std::span<const std::uint8_t> head, Is expected) {
  const std::optional<Kind> kind = kind_of(head);
  if (kind && kind->is != expected) throw_is(*kind);
}

}  // namespace

void expect_not_other_than_weights(std::span<const std::uint8_t> head) { expect_kind(head, Is::weights); }

void expect_not_other_than_digits(std::span<const std::uint8_t> head) { expect_kind(head, Is::digits); }

}  // namespace latentpad
