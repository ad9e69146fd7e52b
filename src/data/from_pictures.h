// Picture files as images with classes.
#pragma once

#include "data/archive.h"
#include "data/image_files.h"

namespace latentpad::data {

/// The pictures in the order of their names, test sets last. Their classes are their folders; if there is one folder,
/// what precedes "_" or "-" in the names, if at most half as many differ. Pictures of one size from kMinImageSide to
/// kMaxImageSide keep it, others are scaled into 28 x 28. If their edges are bright, dark is ink.
/// Throws DataError naming a picture that cannot be decoded.
ImageFiles from_pictures(const std::string& name, std::vector<NamedFile> files);

}  // namespace latentpad::data
