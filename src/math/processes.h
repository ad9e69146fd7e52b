// The processes of one run: each computes a part, and all get the parts of all. What is added across processes is added
// in an order that does not depend on their number.
#pragma once

#include <span>

namespace latentpad {

/// The process of this program among those of its run. The functions that move numbers are called by every process, in
/// the same order and with spans of the same sizes; they throw if a process has ended.
class Processes {
 public:
  virtual ~Processes() = default;

  virtual int size() const = 0;
  virtual int rank() const = 0;  ///< 0 … size() − 1

  /// Collects `mine` of every process, by rank, in `all`: size() · mine.size() numbers.
  virtual void gather(std::span<const double> mine, std::span<double> all) = 0;

  /// Sets `total` to the sum of the parts of all processes, added from the first part of rank 0 to the last part of the
  /// last rank. `parts` holds those of this process, each of total.size() numbers; all processes have equally many.
  virtual void sum(std::span<const float> parts, std::span<float> total) = 0;

 protected:
  Processes() = default;
  Processes(const Processes&) = default;
  Processes& operator=(const Processes&) = default;
};

/// A run of one process.
class OneProcess : public Processes {
 public:
  int size() const override { return 1; }
  int rank() const override { return 0; }
  void gather(std::span<const double> mine, std::span<double> all) override;
  void sum(std::span<const float> parts, std::span<float> total) override;
};

/// A OneProcess, for runs that are not divided.
Processes& alone();

/// Sets `total` to the sum of `parts`, each of total.size() numbers, in their order: ((p₀ + p₁) + p₂) + …
void add_in_order(std::span<const float> parts, std::span<float> total);

}  // namespace latentpad
