// Which files belong to a test set, by their names.
#pragma once

#include <string_view>

namespace latentpad::data {

/// Names of test sets: t10k-images…, x_test, mnist_test.csv, val_images, test/7/1.png.
bool is_test(std::string_view name);

}  // namespace latentpad::data
