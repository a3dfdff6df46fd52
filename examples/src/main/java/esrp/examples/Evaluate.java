package esrp.examples;

/** The main job. */
public final class Evaluate {
    private Evaluate() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.out.println("hello " + String.join("|", args));
    }
}
