/** A public data set that can be fetched by name. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly images: number;
  readonly licence: string;
  /** Page that describes it. */
  readonly homepage: string;
  readonly files: readonly CatalogueFile[];
  /** Entries of the one fetched zip that are the data set; the zip itself is dropped. */
  readonly unpack?: readonly string[];
  /** How sure the checksums are, and what else is worth knowing. */
  readonly note: string;
}

export interface CatalogueFile {
  /** Its name on the disk. */
  readonly name: string;
  readonly url: string;
  /** Null where it is not known. */
  readonly bytes: number | null;
  /** Lower-case hexadecimal; null where no checksum of the publisher's file is known. */
  readonly sha256: string | null;
  /** Checksum of a copy, packed anew, that is known to hold the same pictures. */
  readonly copySha256?: string;
}

const MNIST = 'https://ossci-datasets.s3.amazonaws.com/mnist/';

export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'mnist',
    title: 'MNIST (LeCun, Cortes and Burges): 60,000 training and 10,000 test images',
    images: 70_000,
    licence: 'CC BY-SA 3.0',
    homepage: 'http://yann.lecun.com/exdb/mnist/',
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        url: `${MNIST}train-images-idx3-ubyte.gz`,
        bytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        url: `${MNIST}train-labels-idx1-ubyte.gz`,
        bytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        url: `${MNIST}t10k-images-idx3-ubyte.gz`,
        bytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        url: `${MNIST}t10k-labels-idx1-ubyte.gz`,
        bytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
    note:
      'Sizes and checksums are those that several public projects list for these files; not compared with a download. ' +
      'The licence is the one distributors state.',
  },
  {
    name: 'emnist',
    title: 'EMNIST digits (Cohen et al. 2017): 240,000 training and 40,000 test images',
    images: 280_000,
    licence: 'not stated by NIST',
    homepage: 'https://www.nist.gov/itl/products-and-services/emnist-dataset',
    files: [
      {
        name: 'gzip.zip',
        url: 'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
        bytes: 561_753_746,
        sha256: 'fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e',
      },
    ],
    unpack: [
      'gzip/emnist-digits-train-images-idx3-ubyte.gz',
      'gzip/emnist-digits-train-labels-idx1-ubyte.gz',
      'gzip/emnist-digits-test-images-idx3-ubyte.gz',
      'gzip/emnist-digits-test-labels-idx1-ubyte.gz',
    ],
    note: 'Size and checksum are those that TensorFlow Datasets lists; not compared with a download. It is made from the NIST forms that MNIST is made from, so the two overlap.',
  },
  {
    name: 'jc-digits',
    title: 'Handwritten digits dataset, not in MNIST (JC-ProgJava): 107,730 images',
    images: 107_730,
    licence: 'CC BY-SA 4.0',
    homepage: 'https://github.com/JC-ProgJava/Handwritten-Digit-Dataset',
    files: [
      {
        name: 'dataset.zip',
        url: 'https://github.com/JC-ProgJava/Handwritten-Digit-Dataset/releases/download/v1.2.0/dataset.zip',
        bytes: null,
        sha256: null,
        copySha256: 'afb0088589d439fe49564f172993ded7ef913bc89e153b40cf032fbe2c6c4bff',
      },
    ],
    note:
      'The release has no checksum known to us: a fetched copy is checked by the checksums within the zip alone. ' +
      'Its pictures are variants of few drawings, so a random split puts variants of one drawing on both sides.',
  },
];

/** The entry of that name, if there is one. */
export function findInCatalogue(name: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.name === name);
}
