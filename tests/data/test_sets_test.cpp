#include "data/test_sets.h"

#include "support/catch.h"

namespace latentpad::test::data_test_sets_test {

TEST_CASE("Test sets are recognised by their names") {
  for (const char* name :
       {"t10k-images-idx3-ubyte", "mnist.npz/x_test.npy", "a/mnist_test.csv", "val_images.npy", "test.csv",
        "d/test/7/1.png", "Validation/1.png", "d/7/x-TEST.png", "emnist-letters-test-images-idx3-ubyte"}) {
    INFO(name);
    CHECK(data::is_test(name));
  }
  for (const char* name : {"train-images-idx3-ubyte", "x_train.npy", "contest.csv", "latest.npy", "values.csv",
                           "tests/1.png", "d/attest/1.png", "valley.png", ""}) {
    INFO(name);
    CHECK(!data::is_test(name));
  }
}

}  // namespace latentpad::test::data_test_sets_test
