// Weights in several files: the joined file is that of the whole, and whatever does not match the index is named.
#include "io/sharded_weights.h"

#include <map>
#include <utility>
#include <vector>

#include "io/checkpoint.h"
#include "io/json.h"
#include "io/safetensors.h"
#include "support/catch.h"
#include "support/mutate.h"
#include "support/weight_files.h"

namespace latentpad::test::sharded_weights_test {

namespace {

using Files = std::map<std::string, Bytes>;

Bytes index_of(const nlohmann::json& weight_map) { return bytes_of(nlohmann::json{{"weight_map", weight_map}}.dump()); }

struct Sharded {
  nlohmann::json weight_map = nlohmann::json::object();
  Files files;

  Bytes index() const { return index_of(weight_map); }
};

/// The file's tensors in turn in `count` files; the metadata in the last.
Sharded sharded(const Bytes& whole, std::size_t count) {
  const Safetensors content = parse_safetensors(whole);
  std::vector<Safetensors> parts(count);
  Sharded result;
  const auto name_of = [&](std::size_t part) {
    return "model-0000" + std::to_string(part + 1) + "-of-0000" + std::to_string(count) + ".safetensors";
  };
  std::size_t position = 0;
  for (const auto& [name, tensor] : content.tensors) {
    parts[position % count].tensors.emplace(name, tensor);
    result.weight_map[name] = name_of(position++ % count);
  }
  parts.back().metadata = content.metadata;
  for (std::size_t part = 0; part < count; ++part) result.files[name_of(part)] = serialize_safetensors(parts[part]);
  return result;
}

Bytes joined(const Bytes& index, const Files& files) {
  return join_weights(parse_weight_index(index), [&](const std::string& name) {
    const auto found = files.find(name);
    return found == files.end() ? Bytes() : found->second;
  });
}

std::string fault(const Bytes& index, const Files& files = {}) {
  return message_of<FormatError>([&] { joined(index, files); });
}

}  // namespace

TEST_CASE("The joined file is the whole file, in any number of parts") {
  const auto model = random_model();
  const Adam<float> adam(model->parameters());
  for (const Bytes& whole : {small_file(), save_model(*model, {}, {false, &adam}), small_file({true})}) {
    for (const std::size_t count : {1u, 2u, 3u, 7u}) {
      const Sharded parts = sharded(whole, count);
      REQUIRE(parts.files.size() == count);
      const Bytes file = joined(parts.index(), parts.files);
      CHECK(file == whole);
      CHECK(checksum(*load_model(file).model) == checksum(*load_model(whole).model));
    }
  }
}

TEST_CASE("Other keys of the index and files that it does not name are ignored; a metadata key is the first file's") {
  Sharded parts = sharded(small_file(), 2);
  const Bytes whole = joined(parts.index(), parts.files);
  nlohmann::json index{{"metadata", {{"total_size", 1}}}, {"weight_map", parts.weight_map}};
  parts.files["other.safetensors"] = bytes_of("not weights");
  CHECK(joined(bytes_of(index.dump()), parts.files) == whole);

  auto& [first, bytes] = *parts.files.begin();
  bytes = changed(bytes, [](Safetensors& content) { content.metadata = {{"format", "first"}, {"more", "x"}}; });
  const Safetensors content = parse_safetensors(joined(parts.index(), parts.files));
  CHECK(content.metadata.at("format") == "first");
  CHECK(content.metadata.at("more") == "x");
  CHECK(content.metadata.contains("latentpad.config"));
}

TEST_CASE("The files of an index are listed by name") {
  const WeightIndex index = parse_weight_index(index_of({{"b", "2"}, {"a", "10"}, {"c", "2"}}));
  CHECK(index.files == std::set<std::string>{"10", "2"});
  CHECK(index.file_of == std::map<std::string, std::string>{{"a", "10"}, {"b", "2"}, {"c", "2"}});
}

TEST_CASE("A malformed index is rejected") {
  for (const char* text : {"", "{", "weights", "{\"weight_map\":{\"a\":\"f\",\"a\":\"f\"}}"})
    CHECK_THAT(fault(bytes_of(text)), contains("index of weights: "));
  for (const char* text : {"[1]", "null", "\"weight_map\"", "{}", R"({"weight_map":{}})", R"({"weight_map":["f"]})",
                           R"({"weight_map":null})", R"({"metadata":{}})"}) {
    CHECK_THAT(fault(bytes_of(text)), contains("expected a JSON object with weight_map"));
  }
}

TEST_CASE("A file must be stated as a plain name") {
  for (const nlohmann::json& file :
       {nlohmann::json(1), nlohmann::json(nullptr), nlohmann::json::array({"f"}), nlohmann::json(""),
        nlohmann::json("."), nlohmann::json(".."), nlohmann::json("../f"), nlohmann::json("/etc/passwd"),
        nlohmann::json("a/f"), nlohmann::json("a\\f"), nlohmann::json("f\n"), nlohmann::json(std::string("f\0", 2)),
        nlohmann::json("\x1b[31mf"), nlohmann::json("\x7f"), nlohmann::json(std::string(256, 'f'))}) {
    CHECK_THAT(fault(index_of({{"mu.weight", file}})),
               contains("the name of a file in the same folder for the tensor \"mu.weight\""));
  }
  for (const std::string name : {"f", "...", ".f", "가중치.safetensors", "a b", "%2e%2e", "constructor"})
    CHECK(*parse_weight_index(index_of({{"mu.weight", name}})).files.begin() == name);
}

TEST_CASE("A file that lacks a tensor, has another one or is malformed is named") {
  const Sharded parts = sharded(small_file(), 2);
  const std::string first = parts.files.begin()->first, second = std::next(parts.files.begin())->first;
  nlohmann::json more = parts.weight_map;
  more["more.weight"] = second;
  CHECK_THAT(fault(index_of(more), parts.files), contains(second + ": the tensor \"more.weight\" is missing"));
  nlohmann::json less = parts.weight_map;
  const std::string some = parts.weight_map.begin().key();
  less.erase(some);
  CHECK_THAT(fault(index_of(less), parts.files), contains(first + ": unexpected tensor \"" + some + "\""));
  nlohmann::json elsewhere = parts.weight_map;
  elsewhere[some] = second;
  CHECK_THAT(fault(index_of(elsewhere), parts.files), contains(first + ": unexpected tensor \"" + some + "\""));
  Files exchanged = parts.files;
  std::swap(exchanged[first], exchanged[second]);
  CHECK_THAT(fault(parts.index(), exchanged), contains(first + ": unexpected tensor"));
  Files broken = parts.files;
  broken[second].pop_back();
  CHECK_THAT(fault(parts.index(), broken), contains(second + ": safetensors: MetadataIncompleteBuffer"));
  broken[second] = bytes_of("<!doctype html>");
  CHECK_THAT(fault(parts.index(), broken), contains(second + ": this is a web page"));
}

TEST_CASE("Damaged indexes and parts are read or rejected") {
  const Sharded parts = sharded(small_file(), 2);
  int read = 0, refused = 0;
  const auto attempt = [&](const Bytes& index, const Files& files) {
    try {
      parse_safetensors(joined(index, files));
      ++read;
    } catch (const FormatError&) {
      ++refused;
    }
  };
  for (std::uint64_t copy = 0; copy < 1'000; ++copy) {
    attempt(damaged(parts.index(), 1, copy), parts.files);
    Files files = parts.files;
    auto& bytes = files.begin()->second;
    bytes = damaged(bytes, 2, copy);
    attempt(parts.index(), files);
  }
  CHECK(read > 12);
  CHECK(refused > 1'000);
}

}  // namespace latentpad::test::sharded_weights_test
