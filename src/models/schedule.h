// Schedules of the learning rate, in epochs of the data set.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace latentpad {

struct TrainingConfig;

/// How the learning rate depends on the epoch.
enum class ScheduleKind {
  constant,
  steps,   ///< times a factor, every so many epochs or at given epochs
  cosine,  ///< half a period of a cosine, to a fraction of the rate (Loshchilov & Hutter, "SGDR", ICLR 2017, equation
           ///< 5)
  burda,   ///< Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders" (ICLR 2016): 3,280 epochs
};

/// A change of the rate by `burda`: from this epoch on, its factor.
struct ScheduleStage {
  std::uint64_t first_epoch;
  double factor;
};

/// 10^(−i/7) for 3^i epochs, i = 0 … 7. A table, since pow has other last bits in other C++ libraries. (The authors'
/// program rounds each rate to one digit; these are the rates of the paper.)
inline constexpr std::array<ScheduleStage, 8> kBurdaStages = {{{0, 1.0},
                                                               {1, 0.719685673001152},
                                                               {4, 0.5179474679231211},
                                                               {13, 0.372759372031494},
                                                               {40, 0.2682695795279726},
                                                               {121, 0.19306977288832503},
                                                               {364, 0.13894954943731377},
                                                               {1093, 0.1}}};

/// "constant", "steps", "cosine", "burda".
std::string_view schedule_name(ScheduleKind kind);
std::vector<std::string_view> schedule_names();

/// The schedule of that name; throws ArgumentError listing the valid names.
ScheduleKind schedule_from_name(std::string_view name);

/// The learning rate of a step: learning_rate · w · s, with the warm-up
///   w = min(1, (step + 1) / learning_rate_warmup_steps)    (Goyal et al. 2017, section 2.2)
/// and, with p = `presentations`, the examples shown before the step, n = `images`, those of an epoch, and e = ⌊p / n⌋,
/// the epoch of the step's first example, the schedule
///   constant  s = 1
///   steps     s = schedule_factor^c, c = ⌊e / schedule_epochs⌋ or the number of epochs of schedule_at that are ≤ e
///   cosine    s = f + (1 − f) · ½ (1 + cos πt), f = schedule_factor, t = min(1, p / (n · schedule_epochs))
///   burda     s = 10^(−i/7), i the largest of 0 … 7 with (3^i − 1) / 2 ≤ e; 10^−1 also after its 3,280 epochs.
/// A function of its arguments only, with the same bits in every build. Files store step and presentations, so a
/// resumed run has the same rates; presentations is step · batch_size unless the batch size was changed. For images =
/// 0, of an unknown data set, s is that of the first epoch. `config` must be valid.
double learning_rate_at(const TrainingConfig& config, std::uint64_t step, std::uint64_t presentations,
                        std::uint64_t images);

/// cos πt for t in [0, 1], within 2e−16, by additions, multiplications and divisions only: the last bits of the C++
/// library's cos differ between systems.
double cos_of_half_turns(double t);

/// Throws ArgumentError, naming the setting and the schedule, unless the schedule has the settings that it needs and no
/// others: steps needs schedule_factor above 0 and either schedule_epochs or schedule_at (rising, from 1, at most
/// kMaxScheduleEpochs and kMaxScheduleChanges of them); cosine needs schedule_epochs.
void validate_schedule(const TrainingConfig& config);

constexpr std::uint64_t kMaxScheduleEpochs = 1'000'000;
constexpr std::size_t kMaxScheduleChanges = 100;

}  // namespace latentpad
