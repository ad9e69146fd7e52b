#include "cli/onnx.h"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "models/likelihood.h"
#include "models/model_kind.h"
#include "models/posterior.h"

namespace latentpad::cli {
namespace {

/// A message of protocol buffers (protobuf.dev/programming-guides/encoding), with the field numbers of onnx.proto.
class Message {
 public:
  Message& number(int field, std::uint64_t value) {
    tag(field, 0);
    varint(value);
    return *this;
  }
  Message& text(int field, std::string_view value) {
    tag(field, 2);
    varint(value.size());
    bytes_.append(value);
    return *this;
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }

  std::vector<std::uint8_t> bytes() const { return {bytes_.begin(), bytes_.end()}; }

 private:
  void tag(int field, unsigned wire) { varint(static_cast<std::uint64_t>(field) << 3 | wire); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }

  std::string bytes_;
};

// TensorProto.DataType.
constexpr std::uint64_t kFloat = 1, kInt64 = 7;

template <typename Number>
Message tensor(std::string_view name, std::uint64_t type, const std::vector<std::uint64_t>& shape,
               std::span<const Number> values) {
  Message result;
  for (const std::uint64_t side : shape) result.number(1, side);
  result.number(2, type).text(8, name);
  // raw_data is little-endian, as are all processors that the program is built for.
  return result.text(9, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

/// [N, columns] of floats.
Message value_info(std::string_view name, Index columns) {
  Message batch, side, shape, tensor_type, type, result;
  batch.text(2, "N");
  side.number(1, static_cast<std::uint64_t>(columns));
  shape.message(1, batch).message(1, side);
  tensor_type.number(1, kFloat).message(2, shape);
  type.message(1, tensor_type);
  return result.text(1, name).message(2, type);
}

class Graph {
 public:
  explicit Graph(Model<float>& model) : config_(model.config()) {
    for (const Parameter<float>* p : model.parameters()) parameters_[p->name] = p;
  }

  void input(const std::string& name, Index columns) { graph_.message(11, value_info(name, columns)); }
  void output(const std::string& name, Index columns) { graph_.message(12, value_info(name, columns)); }

  using Integers = std::vector<std::uint64_t>;

  /// The output of an operator with integer attributes, and attributes that are lists of integers.
  std::string node(std::string_view type, const std::vector<std::string>& inputs, const std::string& output,
                   const std::vector<std::pair<std::string, std::uint64_t>>& attributes = {},
                   const std::vector<std::pair<std::string, Integers>>& lists = {}) {
    Message result;
    for (const std::string& name : inputs) result.text(1, name);
    result.text(2, output).text(3, output).text(4, type);
    constexpr std::uint64_t kInt = 2, kInts = 7;
    for (const auto& [name, value] : attributes) {
      Message attribute;
      result.message(5, attribute.text(1, name).number(3, value).number(20, kInt));
    }
    for (const auto& [name, values] : lists) {
      Message attribute;
      attribute.text(1, name);
      for (const std::uint64_t value : values) attribute.number(8, value);
      result.message(5, attribute.number(20, kInts));
    }
    graph_.message(1, result);
    return output;
  }

  template <typename Number>
  std::string constant(const std::string& name, std::uint64_t type, const std::vector<Number>& values) {
    const std::vector<std::uint64_t> shape =
        values.size() == 1 && type == kFloat ? std::vector<std::uint64_t>{} : std::vector<std::uint64_t>{values.size()};
    graph_.message(5, tensor<Number>(name, type, shape, values));
    return name;
  }

  /// input · weightᵀ + bias
  std::string linear(const std::string& layer, const std::string& input, const std::string& output) {
    return node("Gemm", with_parameters(layer, input), output, {{"transB", 1}});
  }

  /// The layer of the encoder or, if `is_mirror`, the decoder for a convolution of the encoder with that input; planes
  /// become rows again.
  std::string convolution(const std::string& layer, const LayerSpec& spec, const Shape& shape, bool is_mirror,
                          const std::string& input, const std::string& output) {
    const auto number = [](Index value) { return static_cast<std::uint64_t>(value); };
    const std::uint64_t side = number(spec.kernel), stride = number(spec.stride), padding = number(spec.padding);
    std::vector<std::pair<std::string, Integers>> lists = {
        {"kernel_shape", {side, side}}, {"strides", {stride, stride}}, {"pads", {padding, padding, padding, padding}}};
    if (is_mirror) {
      const LayerSpec mirror = mirrored(spec, shape, shape.channels);
      lists.push_back({"output_padding", {number(mirror.output_padding_height), number(mirror.output_padding_width)}});
    }
    const Shape planes = is_mirror ? output_shape(spec, shape) : shape;
    // 0 is the size of the input, here the number of examples.
    const std::string sizes =
        constant(layer + ".planes", kInt64, std::vector<std::int64_t>{0, planes.channels, planes.height, planes.width});
    const std::string x = node("Reshape", {input, sizes}, layer + ".input");
    const std::string y =
        node(is_mirror ? "ConvTranspose" : "Conv", with_parameters(layer, x), layer + ".output", {}, lists);
    return node("Flatten", {y}, output, {{"axis", 1}});
  }

  std::string activation(const std::string& input, const std::string& output) {
    return node(config_.activation == Activation::relu ? "Relu" : "Tanh", {input}, output);
  }

  /// The input, followed by the label of a conditional model.
  std::string labelled(const std::string& name) {
    const Index labels = label_dim(config_);
    if (labels == 0) return name;
    input("y", labels);
    return node("Concat", {name, "y"}, name + "_y", {{"axis", 1}});
  }

  std::vector<std::uint8_t> file(std::string_view name) {
    constexpr std::uint64_t kIrVersion = 8, kOpset = 13;
    Message opset, model;
    opset.text(1, "").number(2, kOpset);
    graph_.text(2, name);
    model.number(1, kIrVersion).text(2, "latentpad").text(3, LATENTPAD_VERSION).message(7, graph_).message(8, opset);
    return model.bytes();
  }

 private:
  /// The inputs of an operator with the parameters of a layer.
  std::vector<std::string> with_parameters(const std::string& layer, const std::string& input) {
    std::vector<std::string> inputs = {input};
    for (const char* part : {".weight", ".bias"}) {
      const Parameter<float>& p = *parameters_.at(layer + part);
      const std::span<const float> values(p.value.data(), static_cast<std::size_t>(p.value.size()));
      graph_.message(5, tensor<float>(p.name, kFloat, p.shape(), values));
      inputs.push_back(p.name);
    }
    return inputs;
  }

  const ModelConfig& config_;
  std::map<std::string, const Parameter<float>*> parameters_;
  Message graph_;
};

void expect_code(const ModelConfig& config) {
  if (!traits_of(config).code) {
    throw std::runtime_error("expected a model with an encoder and a decoder, got " + config.model);
  }
  if (traits_of(config).hierarchical) {
    throw std::runtime_error("expected a model without several stochastic layers, got " + config.model);
  }
}

/// Without its prior, samples of the decoder would not be those of the model.
void expect_standard_prior(const ModelConfig& config) {
  if (is_learned(config.prior)) {
    throw std::runtime_error(
        "expected a model with the prior standard, N(0, I), which a decoder alone is used with; got "
        "the prior " +
        config.prior.name);
  }
}

}  // namespace

std::vector<std::uint8_t> onnx_encoder(Model<float>& model) {
  const ModelConfig& config = model.config();
  expect_code(config);
  expect_standard_prior(config);
  Graph graph(model);
  graph.input("x", config.input_dim);
  std::string h = graph.labelled("x");
  const std::vector<Shape> shapes = hidden_shapes(config);
  for (std::size_t i = 0; i < config.hidden.size(); ++i) {
    const std::string layer = "encoder." + std::to_string(i), sum = layer + ".sum";
    h = graph.activation(is_convolution(config.hidden[i])
                             ? graph.convolution(layer, config.hidden[i], shapes[i], false, h, sum)
                             : graph.linear(layer, h, sum),
                         layer);
  }
  if (!traits_of(config).posterior) {
    graph.linear("code", h, "code");
    graph.output("code", config.latent_dim);
    return graph.file("encoder");
  }
  graph.linear("mu", h, "mu");
  const std::string least = graph.constant("least", kFloat, std::vector<float>{static_cast<float>(kMinLogVar)}),
                    greatest = graph.constant("greatest", kFloat, std::vector<float>{static_cast<float>(kMaxLogVar)});
  graph.node("Clip", {graph.linear("log_var", h, "log_var.sum"), least, greatest}, "log_var");
  graph.output("mu", config.latent_dim);
  graph.output("log_var", config.latent_dim);
  return graph.file("encoder");
}

std::vector<std::uint8_t> onnx_decoder(Model<float>& model) {
  const ModelConfig& config = model.config();
  expect_code(config);
  expect_standard_prior(config);
  if (config.likelihood.name == "continuous_bernoulli") {
    throw std::runtime_error("the decoder of a model with the likelihood continuous_bernoulli cannot be exported");
  }
  Graph graph(model);
  graph.input("z", config.latent_dim);
  std::string h = graph.labelled("z");
  const std::vector<Shape> shapes = hidden_shapes(config);
  const std::size_t last = config.hidden.size();
  for (std::size_t i = 0; i <= last; ++i) {
    const std::string layer = "decoder." + std::to_string(i), sum = i == last ? "outputs" : layer + ".sum";
    // Layer i inverts this one of the encoder; the first one inverts the heads.
    const std::size_t inverted = last - i;
    h = i > 0 && is_convolution(config.hidden[inverted])
            ? graph.convolution(layer, config.hidden[inverted], shapes[inverted], true, h, sum)
            : graph.linear(layer, h, sum);
    if (i < last) h = graph.activation(h, layer);
  }
  // The first output of each pixel is the logit of its mean.
  if (model.likelihood().outputs_per_pixel() > 1) {
    using Numbers = std::vector<std::int64_t>;
    h = graph.node("Slice",
                   {h, graph.constant("from", kInt64, Numbers{0}),
                    graph.constant("to", kInt64, Numbers{static_cast<std::int64_t>(config.input_dim)}),
                    graph.constant("axis", kInt64, Numbers{1})},
                   "logits");
  }
  graph.node("Sigmoid", {h}, "x_hat");
  graph.output("x_hat", config.input_dim);
  return graph.file("decoder");
}

}  // namespace latentpad::cli
