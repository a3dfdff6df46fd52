package blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public interface of a module is a committed text, {@code api/<module>.txt}, without its {@code internal} packages:
 * a change of it is a decision that a reviewer sees. This class is a test of every module that says {@code esrp.api.unchecked = false}. To write a text anew:
 * {@code mvn verify -pl <module> -am -Dtest=ApiTextTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.update}.
 */
final class ApiTextTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path CLASSES = MODULE.resolve("target/classes");
    /** LangChain4j is what one module is for; no other module has it on its class path. */
    private static final List<String> OURS = List.of("java.", "esrp.", "dev.langchain4j.", "org.apache.spark.");

    @Test
    void theCommittedTextIsThePublicInterface() throws IOException {
        Path committed = Path.of(
                        System.getProperty("esrp.root", MODULE.resolve("..").toString()))
                .resolve("api")
                .resolve(MODULE.getFileName() + ".txt");
        String text = text(publicTypes());
        if (System.getProperty("api.update") != null) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, text);
        }
        assertThat(text)
                .as("public interface; if the change is meant, update the text with -Dapi.update")
                .isEqualTo(Files.readString(committed));
    }

    @Test
    void signaturesHoldNoTypesOfThirdPartiesAndNoInternalOnes() throws IOException {
        Set<String> strangers = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            Set<Type> used = new LinkedHashSet<>(List.of(type.getGenericInterfaces()));
            if (type.getGenericSuperclass() != null) {
                used.add(type.getGenericSuperclass());
            }
            for (Executable member : executables(type)) {
                used.addAll(List.of(member.getGenericParameterTypes()));
                used.addAll(List.of(member.getGenericExceptionTypes()));
                if (member instanceof Method method) {
                    used.add(method.getGenericReturnType());
                }
            }
            for (Field field : fields(type)) {
                used.add(field.getGenericType());
            }
            used.stream()
                    .flatMap(ApiTextTest::classes)
                    .filter(shown -> isInternal(shown) || OURS.stream().noneMatch(shown.getName()::startsWith))
                    .forEach(shown -> strangers.add(type.getName() + " shows " + shown.getName()));
        }
        assertThat(strangers).isEmpty();
    }

    private static List<Class<?>> publicTypes() throws IOException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = CLASSES.relativize(file).toString().replaceAll("[/\\\\]", ".");
                if (!name.endsWith("-info.class")) {
                    try {
                        types.add(Class.forName(name.substring(0, name.length() - ".class".length()), false, loader()));
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        types.removeIf(type -> !isPublic(type) || isInternal(type));
        assertThat(types).as("public types in %s", CLASSES).isNotEmpty();
        types.sort((a, b) -> a.getName().compareTo(b.getName()));
        return types;
    }

    private static ClassLoader loader() {
        return ApiTextTest.class.getClassLoader();
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return isVisible(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || isPublic(outer));
    }

    /** Whether a type is public only because other packages of this library need it. */
    private static boolean isInternal(Class<?> type) {
        return (type.getPackageName() + ".").contains(".internal.");
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static List<Executable> executables(Class<?> type) {
        List<Executable> members = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            members.add(constructor);
        }
        for (Method method : type.getDeclaredMethods()) {
            members.add(method);
        }
        members.removeIf(member -> !isVisible(member.getModifiers()) || member.isSynthetic());
        return members;
    }

    private static List<Field> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()) && !field.isSynthetic())
                .toList();
    }

    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof Class<?> plain) {
            Class<?> element = plain;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            return element.isPrimitive() ? Stream.empty() : Stream.of(element);
        } else if (type instanceof ParameterizedType generic) {
            return Stream.concat(
                    classes(generic.getRawType()),
                    Arrays.stream(generic.getActualTypeArguments()).flatMap(ApiTextTest::classes));
        } else if (type instanceof GenericArrayType array) {
            return classes(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
                    .flatMap(Arrays::stream)
                    .flatMap(ApiTextTest::classes);
        } else if (type instanceof TypeVariable<?> variable) {
            return Arrays.stream(variable.getBounds())
                    .filter(Class.class::isInstance)
                    .flatMap(ApiTextTest::classes);
        }
        return Stream.empty();
    }

    private static String text(List<Class<?>> types) {
        StringBuilder text = new StringBuilder();
        for (Class<?> type : types) {
            List<String> lines = new ArrayList<>();
            for (Field field : fields(type)) {
                lines.add((field.isEnumConstant()
                                ? "enum constant "
                                : modifiers(field) + name(field.getGenericType()) + " ")
                        + field.getName());
            }
            for (Executable member : executables(type)) {
                lines.add(
                        member instanceof Method method
                                ? modifiers(method) + variables(method.getTypeParameters())
                                        + name(method.getGenericReturnType()) + " " + method.getName()
                                        + parameters(method)
                                : modifiers(member) + type.getSimpleName() + parameters(member));
            }
            Collections.sort(lines);
            text.append(head(type)).append('\n');
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static String head(Class<?> type) {
        List<String> parents = new ArrayList<>();
        if (type.getSuperclass() != null
                && type.getSuperclass().getPackageName().startsWith("java.lang")) {
            String parent = name(type.getGenericSuperclass());
            if (!parent.startsWith("java.lang.Object")
                    && !parent.startsWith("java.lang.Record")
                    && !parent.startsWith("java.lang.Enum")) {
                parents.add(parent);
            }
        } else if (type.getSuperclass() != null) {
            parents.add(name(type.getGenericSuperclass()));
        }
        Arrays.stream(type.getGenericInterfaces())
                .map(ApiTextTest::name)
                .sorted()
                .forEach(parents::add);
        int shown = type.getModifiers() & (Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC | Modifier.PUBLIC);
        if (type.isInterface() || type.isEnum() || type.isRecord()) {
            shown &= Modifier.PUBLIC;
        }
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        String sealed = type.isSealed() ? "sealed " : "";
        return Modifier.toString(shown) + " " + sealed + kind + " " + type.getName()
                + variables(type.getTypeParameters()).trim()
                + (parents.isEmpty() ? "" : " : " + String.join(", ", parents));
    }

    private static String modifiers(AnnotatedElement member) {
        int all = member instanceof Field field ? field.getModifiers() : ((Executable) member).getModifiers();
        int shown = all & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT);
        String text = Modifier.toString(shown);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName()
                                + (variable.getBounds()[0] == Object.class
                                        ? ""
                                        : " extends "
                                                + Arrays.stream(variable.getBounds())
                                                        .map(ApiTextTest::name)
                                                        .collect(Collectors.joining(" & "))))
                        .collect(Collectors.joining(", ", "<", "> "));
    }

    private static String parameters(Executable member) {
        String list = Arrays.stream(member.getGenericParameterTypes())
                .map(ApiTextTest::name)
                .collect(Collectors.joining(", ", "(", ")"));
        if (member.isVarArgs()) {
            list = list.substring(0, list.length() - 3) + "...)";
        }
        String thrown = Arrays.stream(member.getGenericExceptionTypes())
                .map(ApiTextTest::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return thrown.isEmpty() ? list : list + " throws " + thrown;
    }

    private static String name(Type type) {
        return type.getTypeName().replaceAll("\\bjava\\.(lang|util)\\.(?=[A-Z])", "");
    }
}
