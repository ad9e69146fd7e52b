/**
 * One picture for all that changes within a frame.
 * @param {(now: number) => void} draw
 * @returns {() => void} asks for the picture; asking again before it is drawn changes nothing
 */
export function onceAFrame(draw) {
  let frame = 0;
  return () => {
    frame ||= requestAnimationFrame((now) => {
      frame = 0;
      draw(now);
    });
  };
}
