#include "flow/delivery/reach.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>

#include "flow/delivery/link.hpp"
#include "flow/delivery/resolver.hpp"

namespace countersign {

Status reach(const std::string& url, const std::string& ca, std::chrono::milliseconds patience) try {
  const Poco::URI uri(url);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::shared_ptr<const Trust> believed;
  if (uri.getScheme() == "https") {
    auto made = Trust::of(ca);
    if (!made) return made.error();
    believed = std::move(*made);
  }
  Resolver resolver;
  const auto addresses = resolver.resolve(uri.getHost(), deadline);
  if (!addresses) return addresses.error();
  const Interrupt nobody;
  const auto link = Link::open(*addresses, uri.getPort(), uri.getHost(), believed.get(), deadline, nobody);
  return link ? Status() : Status(link.error());
} catch (const Poco::Exception&) {
  return Error{Fault::invalid, "the address cannot be read"};
}

}  // namespace countersign
